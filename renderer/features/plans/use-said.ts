import { inLanguage, type Bilingual } from '../../../shared/domain/text'
import { useLanguage } from '../../i18n/language'

/** Words of main in the reader's language. */
export function useSaid(): (text: Bilingual) => string {
  const language = useLanguage()
  return (text) => inLanguage(text, language)
}
