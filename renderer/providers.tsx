import { MantineProvider } from '@mantine/core'
import { Notifications, notifications } from '@mantine/notifications'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import type { i18n as I18n } from 'i18next'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { I18nextProvider } from 'react-i18next'
import type { Settings } from '../shared/domain/settings'
import { useCall, useCommand } from './api/hooks'
import { DeskProvider, type Desk } from './components/desk'
import { i18nCodes, languageOf } from './i18n/language'
import { useUi } from './stores/ui'
import { theme } from './theme'

/** Everything around the screens: cache, language, theme, notifications. */
export function Providers({
  queryClient,
  i18n,
  children,
}: {
  queryClient: QueryClient
  i18n: I18n
  children: ReactNode
}) {
  return (
    <QueryClientProvider client={queryClient}>
      <I18nextProvider i18n={i18n}>
        <Dressed i18n={i18n}>{children}</Dressed>
      </I18nextProvider>
    </QueryClientProvider>
  )
}

function Dressed({ i18n, children }: { i18n: I18n; children: ReactNode }) {
  const settings = useCall('settings:get', [])
  const scheme = useScheme(settings.data?.theme ?? 'system')
  const language = settings.data?.language
  useEffect(() => {
    if (language !== undefined && languageOf(i18n) !== language) {
      void i18n.changeLanguage(i18nCodes[language])
    }
  }, [i18n, language])
  useEffect(() => {
    const name = () => {
      document.documentElement.lang = languageOf(i18n)
      document.title = i18n.t('common.product')
    }
    name()
    i18n.on('languageChanged', name)
    return () => i18n.off('languageChanged', name)
  }, [i18n])
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={scheme}
      // Both would inject a style element; the variables come from Mantine's style sheet instead.
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <Notifications position="bottom-right" autoClose={3_000} limit={4} />
      <WithDesk i18n={i18n}>{children}</WithDesk>
    </MantineProvider>
  )
}

function WithDesk({ i18n, children }: { i18n: I18n; children: ReactNode }) {
  const copy = useCommand('app:copy', {
    onSuccess: () => void notifications.show({ message: i18n.t('common.copied') }),
  })
  const { mutate } = copy
  const openCall = useUi((ui) => ui.openCall)
  const desk = useMemo<Desk>(
    () => ({ openCall, copy: (text) => mutate({ text }) }),
    [mutate, openCall],
  )
  return <DeskProvider value={desk}>{children}</DeskProvider>
}

const darkQuery = '(prefers-color-scheme: dark)'

/** The colour scheme to show: the chosen one, or the system's as it changes. */
function useScheme(theme: Settings['theme']): 'light' | 'dark' {
  const [isDark, setIsDark] = useState(() => window.matchMedia(darkQuery).matches)
  useEffect(() => {
    const query = window.matchMedia(darkQuery)
    const follow = () => setIsDark(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  if (theme !== 'system') return theme
  return isDark ? 'dark' : 'light'
}
