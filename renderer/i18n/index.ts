import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../shared/domain/text'
import { en } from './en'
import { i18nCodes } from './language'
import { zh } from './zh'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof zh }
  }
}

/** Makes the translator; Chinese is the language until the settings say otherwise. */
export function createI18n(language: Language = 'zh-CN'): i18n {
  const instance = createInstance()
  void instance.use(initReactI18next).init({
    lng: i18nCodes[language],
    fallbackLng: i18nCodes['zh-CN'],
    supportedLngs: Object.values(i18nCodes),
    resources: {
      [i18nCodes['zh-CN']]: { translation: zh },
      [i18nCodes.en]: { translation: en },
    },
    // React escapes; escaping twice would show entities.
    interpolation: { escapeValue: false },
    initAsync: false,
    showSupportNotice: false,
    returnNull: false,
  })
  return instance
}
