import type { i18n as I18n } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../shared/domain/text'

/**
 * The code of a language inside i18next. A code with a region is brought into its canonical form
 * for every single text, which costs more than finding the text; these have none.
 */
export const i18nCodes = { 'zh-CN': 'zh', en: 'en' } as const satisfies Record<Language, string>

/** The language that the translator speaks. */
export function languageOf({ language }: Pick<I18n, 'language'>): Language {
  return language === i18nCodes.en ? 'en' : 'zh-CN'
}

/** The language in use, for texts that come from main in both. */
export function useLanguage(): Language {
  return languageOf(useTranslation().i18n)
}
