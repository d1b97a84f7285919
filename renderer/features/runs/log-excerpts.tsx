import { useTranslation } from 'react-i18next'
import type { LogExcerpt } from '../../../shared/domain/evidence'
import { plainText } from '../../components/ansi'
import { EmptyState, Panel } from '../../components/panel'
import { useServiceName } from '../../components/service-words'
import { useFormat } from '../../i18n/format'
import classes from './evidence.module.css'

/** What the services wrote around the failures of the run. */
export function LogExcerpts({ logs }: { logs: readonly LogExcerpt[] }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('runs.evidence.logs')}>
      {logs.length === 0 ? (
        <EmptyState title={t('runs.evidence.noLogs')} hint={t('runs.evidence.noLogsHint')} />
      ) : (
        logs.map((log, index) => <Excerpt key={`${log.service} ${index}`} log={log} />)
      )}
    </Panel>
  )
}

function Excerpt({ log }: { log: LogExcerpt }) {
  const { t } = useTranslation()
  const format = useFormat()
  const nameOf = useServiceName()
  return (
    <section className={classes.excerpt} data-log={log.service}>
      <h3 className={classes.line}>
        {nameOf(log.service)}
        <span className={classes.quiet}>
          {format.clock(log.from)} – {format.clock(log.to)}
        </span>
        {log.items.length === 0 ? null : (
          <span className={classes.quiet}>
            {t('runs.evidence.forItems')}: <code>{log.items.join(', ')}</code>
          </span>
        )}
      </h3>
      {log.lines.length === 0 ? (
        <p className={classes.quiet}>{t('runs.evidence.noLines')}</p>
      ) : (
        <pre
          className={classes.lines}
          tabIndex={0}
          aria-label={t('runs.evidence.logOf', { name: nameOf(log.service) })}
        >
          {log.lines.map((line, index) => (
            <span key={index} className={classes.logLine} data-source={line.source}>
              <time>{format.clock(line.at)}</time>
              <span>{line.source === 'stderr' ? 'err' : line.source === 'console' ? '»' : ''}</span>
              <span>{plainText(line.text)}</span>
            </span>
          ))}
        </pre>
      )}
      {log.omitted === 0 ? null : (
        <p className={classes.quiet}>{t('runs.evidence.omitted', { count: log.omitted })}</p>
      )}
    </section>
  )
}
