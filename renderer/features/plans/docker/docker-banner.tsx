import { useTranslation } from 'react-i18next'
import type { DockerStatus } from '../../../../shared/domain/docker'
import { useCall } from '../../../api/hooks'
import { CopyButton } from '../../../components/copy-button'
import { StateWord } from '../../../components/tone'
import { nextCommand, type DockerFault } from './docker-words'
import classes from './docker.module.css'

/** Whether docker can be used; if not, why, and what a person does next on this system. */
export function DockerBanner({ status }: { status: DockerStatus }) {
  const { t } = useTranslation()
  const { state, version, composeVersion } = status
  return (
    <section className={classes.banner} data-docker={state} aria-label={t('docker.title')}>
      <div className={classes.versions} role="status">
        <strong>
          <StateWord tone={state === 'ready' ? 'ok' : 'bad'}>
            {t(`docker.state.${state}`)}
          </StateWord>
        </strong>
        {version === null ? null : <span>{t('docker.engine', { version })}</span>}
        {composeVersion === null ? null : (
          <span>{t('docker.compose', { version: composeVersion })}</span>
        )}
      </div>
      {state === 'ready' ? null : <NextStep fault={state} detail={status.detail} />}
    </section>
  )
}

function NextStep({ fault, detail }: { fault: DockerFault; detail: string | null }) {
  const { t } = useTranslation()
  const info = useCall('app:info', [])
  // It comes with the kind of processor, as `linux-x64`.
  const [platform = 'linux'] = (info.data?.platform ?? 'linux').split('-')
  const isDesktop = platform === 'darwin' || platform === 'win32'
  const command = nextCommand(fault, platform)
  return (
    <>
      <p>{isDesktop ? t(`docker.next.desktop.${fault}`) : t(`docker.next.linux.${fault}`)}</p>
      {command === null ? null : (
        <div className={classes.command}>
          <code>{command}</code>
          <CopyButton text={command} name={t('docker.copyCommand')} />
        </div>
      )}
      {detail === null ? null : (
        <details className={classes.said} open={fault === 'failed'}>
          <summary>{t('docker.detail')}</summary>
          <code>{detail}</code>
        </details>
      )}
    </>
  )
}
