import { useTranslation } from 'react-i18next'
import type { Script } from '../../../shared/domain/projects'
import { Icon } from '../../components/icon'
import { Table } from '../../components/table'
import { Tag } from '../../components/tone'
import { useSaid } from './use-said'
import classes from './projects.module.css'

/** Every script of a project with what it does and what it does to whoever trusts it. */
export function ScriptTable({ scripts, name }: { scripts: readonly Script[]; name: string }) {
  const { t } = useTranslation()
  const said = useSaid()
  const title = t('plans.projects.scripts')
  return (
    <div className={classes.scripts}>
      <h3>{title}</h3>
      {scripts.length === 0 ? (
        <p className="quiet">{t('plans.projects.noScripts')}</p>
      ) : (
        <Table
          label={`${name} · ${title}`}
          head={(['path', 'purpose', 'explains'] as const).map((column) =>
            t(`plans.projects.column.${column}`),
          )}
        >
          {scripts.map((script) => (
            <tr key={script.path} data-script={script.path}>
              <td className={classes.file}>
                <code>{script.path}</code>
                {script.isKnown ? null : <Tag tone="warn">{t('plans.projects.notKnown')}</Tag>}
                {script.isExecutable ? null : <Tag>{t('plans.projects.notExecutable')}</Tag>}
              </td>
              <td className="nowrap">{t(`plans.projects.purpose.${script.purpose}`)}</td>
              <td>
                <p>{said(script.explains)}</p>
                {script.warnings.map((warning, index) => (
                  <p key={index} className={classes.warning}>
                    <Icon name="warning" size={14} />
                    <span>{said(warning)}</span>
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  )
}
