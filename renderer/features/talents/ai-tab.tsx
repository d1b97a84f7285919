import { Button, Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AiResult } from '../../../shared/domain/talents'
import { useCacheWriter, useCall, useCommand } from '../../api/hooks'
import { CallLink } from '../../components/call-link'
import { ErrorNotice } from '../../components/error-notice'
import { EmptyState, Facts } from '../../components/panel'
import { When } from '../../components/when'
import { SkillList } from './skill-list'
import classes from './talents.module.css'

/** What the AI service found out about one talent. */
export function AiTab({ talentId }: { talentId: string }) {
  const { t } = useTranslation()
  const write = useCacheWriter()
  const stored = useCall('talents:result', [{ id: talentId }])
  const process = useCommand('talents:process', {
    key: talentId,
    onSuccess: (value) => write('talents:result', [{ id: talentId }], value),
  })
  const result = stored.data ?? null
  return (
    <div className={classes.stack}>
      <p className="quiet">{t('talents.ai.text')}</p>
      <div>
        <Button loading={process.isPending} onClick={() => process.mutate({ id: talentId })}>
          {result === null ? t('talents.ai.run') : t('talents.ai.rerun')}
        </Button>
      </div>
      {process.isError ? <ErrorNotice error={process.error} /> : null}
      {stored.isError ? (
        <ErrorNotice error={stored.error} onRetry={() => void stored.refetch()} />
      ) : stored.isPending ? (
        <Skeleton height={200} radius={4} />
      ) : result === null ? (
        <EmptyState title={t('talents.ai.none')} />
      ) : (
        <ResultFacts result={result} />
      )}
    </div>
  )
}

function ResultFacts({ result }: { result: AiResult }) {
  const { t } = useTranslation()
  const { skills, years, vectorLength, vectorHead } = result
  return (
    <>
      <Facts
        rows={[
          [t('talents.ai.level'), result.level],
          [t('talents.field.years'), years === null ? null : t('talents.yearsOf', { years })],
          [
            t('talents.field.skills'),
            skills.length === 0 ? (
              t('talents.ai.noSkills')
            ) : (
              <SkillList key="skills" skills={skills} />
            ),
          ],
          [t('talents.field.summary'), result.summary],
          [
            t('talents.ai.vector'),
            vectorLength === null
              ? t('talents.ai.noVector')
              : t('talents.ai.vectorLength', { count: vectorLength }),
          ],
          [
            t('talents.ai.vectorHead'),
            vectorHead.length === 0 ? null : (
              <code key="head">{vectorHead.map((number) => number.toFixed(4)).join('  ')}</code>
            ),
          ],
          [t('talents.ai.at'), <When key="at" at={result.at} />],
        ]}
      />
      <CallLink id={result.callId} />
    </>
  )
}
