import { useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type {
  MatrixAccount,
  MatrixCell,
  PermissionRun,
  ProtectedEndpoint,
  ProtectedId,
} from '../../../shared/domain/permissions'
import { inLanguage } from '../../../shared/domain/text'
import { StateWord, Tag } from '../../components/tone'
import { useLanguage } from '../../i18n/language'
import { toneOf, wordOf } from './cell-words'
import classes from './permissions.module.css'

/** One cell by its row and column. */
export interface CellPlace {
  username: string
  endpoint: ProtectedId
}

/** Finds the cell of an account at an endpoint. */
export function cellAt(run: PermissionRun, place: CellPlace): MatrixCell | undefined {
  return run.cells.find(
    ({ username, endpoint }) => username === place.username && endpoint === place.endpoint,
  )
}

/** Accounts down, endpoints across; one tab stop, arrows between the cells, Enter opens one. */
export function Matrix({
  endpoints,
  run,
  isRunning,
  place,
  onOpen,
}: {
  endpoints: readonly ProtectedEndpoint[]
  run: PermissionRun
  isRunning: boolean
  place: CellPlace | null
  onOpen: (place: CellPlace) => void
}) {
  const { t } = useTranslation()
  const body = useRef<HTMLTableSectionElement>(null)
  const move = (event: KeyboardEvent, row: number, column: number) => {
    const steps: Record<string, readonly [number, number]> = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
    }
    const to = steps[event.key]
    if (to === undefined) return
    event.preventDefault()
    body.current?.querySelector<HTMLElement>(`[data-place="${to.join('-')}"]`)?.focus()
  }
  const current = {
    row: Math.max(
      0,
      run.accounts.findIndex(({ username }) => username === place?.username),
    ),
    column: Math.max(
      0,
      endpoints.findIndex(({ id }) => id === place?.endpoint),
    ),
  }
  return (
    <div className={classes.scroll}>
      <table className={classes.matrix} aria-label={t('permissions.matrix')}>
        <thead>
          <tr>
            <th scope="col">{t('permissions.account')}</th>
            {endpoints.map((endpoint) => (
              <th key={endpoint.id} scope="col">
                <EndpointHead endpoint={endpoint} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {run.accounts.map((account, row) => (
            <tr key={account.username} data-account={account.username}>
              <th scope="row">
                <AccountHead account={account} isRunning={isRunning} />
              </th>
              {endpoints.map(({ id }, column) => (
                <td key={id}>
                  <CellButton
                    cell={cellAt(run, { username: account.username, endpoint: id })}
                    isRunning={isRunning}
                    place={`${row}-${column}`}
                    isStop={current.row === row && current.column === column}
                    onKeyDown={(event) => move(event, row, column)}
                    onOpen={() => onOpen({ username: account.username, endpoint: id })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function EndpointHead({ endpoint }: { endpoint: ProtectedEndpoint }) {
  const { t } = useTranslation()
  return (
    <>
      <span className={classes.line}>
        {t(`permissions.endpoint.${endpoint.id}`)}
        {endpoint.writes ? <Tag tone="warn">{t('permissions.writes')}</Tag> : null}
      </span>
      <code className={classes.path}>
        {endpoint.method} {endpoint.path}
      </code>
    </>
  )
}

function AccountHead({ account, isRunning }: { account: MatrixAccount; isRunning: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { username, role, loginError } = account
  const remark =
    role !== null
      ? t('permissions.role', { role })
      : isRunning && loginError === null
        ? t('permissions.loginWaiting')
        : t('permissions.noRole')
  return (
    <>
      {username}
      {loginError === null ? (
        <p className={classes.quiet}>{remark}</p>
      ) : (
        <>
          <p>
            <StateWord tone="bad">{t('permissions.loginFailed')}</StateWord>
          </p>
          <p className={classes.quiet}>{inLanguage(loginError.message, language)}</p>
        </>
      )}
    </>
  )
}

function CellButton({
  cell,
  isRunning,
  place,
  isStop,
  onKeyDown,
  onOpen,
}: {
  cell: MatrixCell | undefined
  isRunning: boolean
  place: string
  isStop: boolean
  onKeyDown: (event: KeyboardEvent) => void
  onOpen: () => void
}) {
  const { t } = useTranslation()
  if (cell === undefined) return <span className={classes.quiet}>—</span>
  const word = t(`permissions.word.${wordOf(cell, isRunning)}`)
  const { username, endpoint, expected, observed, verdict } = cell
  return (
    <button
      type="button"
      className={classes.cell}
      data-place={place}
      data-cell={`${username} ${endpoint}`}
      data-verdict={observed === 'not-asked' ? undefined : verdict}
      tabIndex={isStop ? 0 : -1}
      aria-label={t('permissions.cell', {
        account: username,
        endpoint: t(`permissions.endpoint.${endpoint}`),
        word,
      })}
      onKeyDown={onKeyDown}
      onClick={onOpen}
    >
      <StateWord tone={toneOf(cell)}>{word}</StateWord>
      <span className={classes.quiet}>
        {t('permissions.expected')}{' '}
        {expected === null ? t('permissions.notJudged') : t(`permissions.access.${expected}`)}
      </span>
      <span className={classes.quiet}>
        {t('permissions.observed')} {t(`permissions.observedOf.${observed}`)}
      </span>
    </button>
  )
}
