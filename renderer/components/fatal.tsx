import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from './panel'

/** Keeps an error of the page from leaving a blank window; only a class can catch one. */
export class Fatal extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(): void {
    document.documentElement.dataset['appState'] = 'ready'
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === null ? this.props.children : <FatalNotice error={error} />
  }
}

function FatalNotice({ error }: { error: Error }) {
  const { t } = useTranslation()
  return (
    <div role="alert">
      <EmptyState title={t('fatal.title')} hint={t('fatal.text')}>
        <Button onClick={() => window.location.reload()}>{t('fatal.reload')}</Button>
      </EmptyState>
      <details>
        <summary>{t('common.technicalDetail')}</summary>
        <pre>{error.message}</pre>
      </details>
    </div>
  )
}
