import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signOffInForce } from '../../../shared/domain/checklist'
import type { SignOff } from '../../../shared/domain/records'
import { inLanguage } from '../../../shared/domain/text'
import { useCommand } from '../../api/hooks'
import { ActionButton } from '../../components/action-button'
import { CopyButton } from '../../components/copy-button'
import { StateWord } from '../../components/tone'
import { useFormat } from '../../i18n/format'
import { useLanguage } from '../../i18n/language'
import { usePersonName } from './person-name'
import type { RunView } from './run-view'
import { StatementForm } from './statement-form'
import { useReportKeeper } from './use-run-edit'
import classes from './record.module.css'
import text from './text.module.css'

/** Code of the finding that main adds to a run which no longer is what somebody signed. */
const brokenCode = 'signature-broken'

/** The seal in force with the way to withdraw it, or the form to set one; and those of before. */
export function SignOffSection({ view }: { view: RunView }) {
  const { t } = useTranslation()
  const inForce = signOffInForce(view.report)
  const withdrawn = view.report.signOffs.filter((one) => one.withdrawn !== null)
  return (
    <section className={text.form} aria-label={t('checklist.sign.title')}>
      <h3>{t('checklist.sign.title')}</h3>
      {inForce === null ? <SignForm view={view} /> : <Seal view={view} signOff={inForce} />}
      {withdrawn.length === 0 ? null : (
        <>
          <h3>{t('checklist.sign.earlier')}</h3>
          <ul className={classes.list} aria-label={t('checklist.sign.earlier')}>
            {withdrawn.map((signOff, index) => (
              <li key={index}>
                <SignOffWords signOff={signOff} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function SignForm({ view }: { view: RunView }) {
  const { t } = useTranslation()
  const keep = useReportKeeper()
  const person = usePersonName()
  const [words, setWords] = useState('')
  const sign = useCommand('runs:sign', {
    onSuccess: (report) => {
      keep(report)
      person.remember()
    },
  })
  const { gate, run } = view.report
  if (view.frozen !== null) {
    return (
      <p className="quiet">
        {t('checklist.sign.none')} {t(`checklist.why.${view.frozen}`)}
      </p>
    )
  }
  return (
    <StatementForm
      label={t('checklist.sign.statement')}
      action={t('checklist.sign.sign')}
      words={words}
      person={person}
      isPending={sign.isPending}
      error={sign.error}
      onWords={setWords}
      onSend={(statement, name) => sign.mutate({ id: run.id, name, statement })}
    >
      <p className="quiet">{t('checklist.sign.meaning')}</p>
      {gate?.isOpen === true ? null : (
        <p>
          <StateWord tone="warn">{t('checklist.sign.gateClosed')}</StateWord>
        </p>
      )}
    </StatementForm>
  )
}

function Seal({ view, signOff }: { view: RunView; signOff: SignOff }) {
  const { t } = useTranslation()
  const keep = useReportKeeper()
  const language = useLanguage()
  const person = usePersonName()
  const [isAsking, setIsAsking] = useState(false)
  const [reason, setReason] = useState('')
  const withdraw = useCommand('runs:withdraw', {
    onSuccess: (report) => {
      keep(report)
      person.remember()
    },
  })
  const broken = view.report.findings.find(({ code }) => code === brokenCode)
  return (
    <div className={classes.seal} data-broken={broken !== undefined || undefined}>
      {broken === undefined ? null : (
        <p role="alert">
          <StateWord tone="worse">{inLanguage(broken.message, language)}</StateWord>
        </p>
      )}
      <SignOffWords signOff={signOff} />
      {isAsking ? (
        <StatementForm
          label={t('checklist.sign.reason')}
          action={t('checklist.sign.withdraw')}
          words={reason}
          person={person}
          isPending={withdraw.isPending}
          error={withdraw.error}
          onWords={setReason}
          onSend={(words, name) => withdraw.mutate({ id: view.report.run.id, name, reason: words })}
          onCancel={() => setIsAsking(false)}
        />
      ) : (
        <div>
          <ActionButton
            variant="default"
            reason={view.isBundle ? t('checklist.why.bundle') : null}
            onClick={() => setIsAsking(true)}
          >
            {t('checklist.sign.withdraw')}
          </ActionButton>
        </div>
      )}
    </div>
  )
}

function SignOffWords({ signOff }: { signOff: SignOff }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { withdrawn } = signOff
  return (
    <>
      <p className={text.tags}>
        <StateWord tone={withdrawn === null ? 'info' : 'idle'}>
          {t(withdrawn === null ? 'checklist.sign.signed' : 'checklist.sign.withdrawn')}
        </StateWord>
        <b>{signOff.name}</b>
        <span className="quiet">{format.exact(signOff.at)}</span>
        <span className="quiet">
          {t(signOff.gateOpen ? 'checklist.sign.wasOpen' : 'checklist.sign.wasClosed')}
        </span>
      </p>
      <p className={text.words}>{signOff.statement}</p>
      <p className={text.tags}>
        <span className="quiet">{t('checklist.sign.digest')}</span>
        <code>{signOff.sha256.slice(0, 12)}</code>
        <CopyButton text={signOff.sha256} name={t('checklist.sign.copyDigest')} />
      </p>
      {withdrawn === null ? null : (
        <p className={text.words}>
          <span className="quiet">
            {t('checklist.sign.withdrawnBy', {
              name: withdrawn.name,
              at: format.exact(withdrawn.at),
            })}{' '}
          </span>
          {withdrawn.reason}
        </p>
      )}
    </>
  )
}
