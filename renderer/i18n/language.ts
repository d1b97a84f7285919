import { useTranslation } from 'react-i18next'
import type { Language } from '../../shared/domain/text'

/** The language in use, for texts that come from main in both. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'zh-CN'
}
