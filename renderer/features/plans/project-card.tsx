import { useTranslation } from 'react-i18next'
import type { Project } from '../../../shared/domain/projects'
import { ActionButton } from '../../components/action-button'
import { CopyButton } from '../../components/copy-button'
import { ErrorNotice } from '../../components/error-notice'
import { Icon } from '../../components/icon'
import { ProblemNote } from '../../components/problem-note'
import { Tag } from '../../components/tone'
import { LaunchChoice } from './launch-choice'
import { ScriptTable } from './script-table'
import { useProjectCommands, type ProjectCommands } from './use-project-commands'
import classes from './projects.module.css'

/** One source tree; while its processes run it can be looked at but not changed. */
export function ProjectCard({ project }: { project: Project }) {
  const { t } = useTranslation()
  const { side, folder, problem, isRunning, isInProfile, scripts, composeFiles } = project
  const commands = useProjectCommands(side)
  const name = t(`plans.projects.name.${side}`)
  return (
    <section className={classes.card} aria-label={name} data-project={side}>
      <header className={classes.head}>
        <h2>{name}</h2>
        {isRunning ? <Tag tone="info">{t('plans.projects.running')}</Tag> : null}
        {isInProfile ? <Tag>{t('plans.projects.inProfile')}</Tag> : null}
      </header>
      <Folder project={project} commands={commands} />
      {isRunning ? <p className={classes.note}>{t('plans.projects.locked')}</p> : null}
      {commands.error === null ? null : <ErrorNotice compact error={commands.error} />}
      {problem === null ? null : (
        <ProblemNote cause={t(`plans.projects.problem.${problem}.cause`)} data-problem={problem}>
          <p>{t(`plans.projects.problem.${problem}.next`)}</p>
        </ProblemNote>
      )}
      {isInProfile ? (
        <p className={classes.note}>{t('plans.projects.inProfileText')}</p>
      ) : folder === null || problem !== null ? null : (
        <LaunchChoice project={project} commands={commands} />
      )}
      {composeFiles.length === 0 ? null : (
        <div>
          <h3>{t('plans.projects.composeFiles')}</h3>
          {composeFiles.map((file) => (
            <p key={file}>
              <code>{file}</code>
            </p>
          ))}
        </div>
      )}
      {folder === null || problem !== null ? null : <ScriptTable scripts={scripts} name={name} />}
    </section>
  )
}

function Folder({ project, commands }: { project: Project; commands: ProjectCommands }) {
  const { t } = useTranslation()
  const { folder, isRunning } = project
  const reason = isRunning
    ? t('plans.projects.locked')
    : commands.isPending
      ? t('plans.why.busy')
      : null
  return (
    <div className={classes.folder}>
      <div className={classes.path}>
        {folder === null ? (
          <p className="quiet">{t('plans.projects.noFolder')}</p>
        ) : (
          <>
            <span className="quiet">{t('plans.projects.folder')}</span>
            <code>{folder}</code>
            <CopyButton text={folder} />
          </>
        )}
      </div>
      <div className={classes.buttons}>
        <ActionButton
          variant={folder === null ? 'filled' : 'default'}
          leftSection={<Icon name="folder" size={14} />}
          loading={commands.isChoosing}
          reason={reason}
          onClick={commands.choose}
        >
          {t(folder === null ? 'plans.projects.choose' : 'plans.projects.chooseOther')}
        </ActionButton>
        {folder === null ? null : (
          <span title={t('plans.projects.forgetHint')}>
            <ActionButton variant="default" reason={reason} onClick={commands.forget}>
              {t('plans.projects.forget')}
            </ActionButton>
          </span>
        )}
      </div>
    </div>
  )
}
