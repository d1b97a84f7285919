import { randomUUID } from 'node:crypto'
import type { CallRecord } from '../../shared/domain/calls'
import {
  runVerdictOf,
  totalsOf,
  type Cause,
  type EvidenceCall,
} from '../../shared/domain/checklist'
import {
  protectedIds,
  type Expectations,
  type MatrixCell,
  type PermissionRun,
  type ProtectedId,
} from '../../shared/domain/permissions'
import type { Profile } from '../../shared/domain/profile'
import type { Credentials } from '../../shared/domain/session'
import { evidenceOf } from '../checklist/context'
import { cause } from '../diagnosis/causes'
import { createClient } from '../zervigo/client'
import type { Gate } from '../zervigo/gate'
import type { Secrets } from '../zervigo/secrets'
import { askingOrder } from './endpoints'
import { expectedFor, judgeCell } from './judge-cell'
import { createAccountTokens, logIn } from './log-in'

/** What a permission matrix is run with. */
export interface PermissionInput {
  profile: Profile
  talentId: string
  accounts: readonly Credentials[]
  expectations: Expectations
  secrets: Secrets
  /** Looma's gate of this profile, shared with everything else that calls Looma. */
  loomaGate: Gate
  signal: AbortSignal
  now: () => number
  onCall(call: CallRecord): void
  /** Told at once, after every change, and last with the end. */
  onProgress(run: PermissionRun): void
  /** Where a bug of the console's own goes. */
  onBug(username: string, error: unknown): void
}

/** Text of one body that a cell keeps; a matrix of twenty accounts is sent whole at every change. */
const mostEvidenceChars = 8_000

/** Asks every protected endpoint as every account, one call at a time; always ends with a result. */
export async function runPermissions(input: PermissionInput): Promise<PermissionRun> {
  const matrix = createMatrix(input)
  matrix.tell()
  for (const account of input.accounts) {
    if (input.signal.aborted) break
    try {
      await testAccount(account, input, matrix)
    } catch (error) {
      input.onBug(account.username, error)
      const detail = error instanceof Error ? error.message : String(error)
      matrix.giveUp(account.username, cause('CONSOLE_ERROR', { detail }))
    }
  }
  return matrix.end()
}

type Matrix = ReturnType<typeof createMatrix>

/** The result as it grows; every snapshot is a copy. */
function createMatrix({ profile, talentId, accounts, signal, now, onProgress }: PermissionInput) {
  const id = randomUUID()
  const startedAt = now()
  const people: PermissionRun['accounts'] = accounts.map(({ username }) => ({
    username,
    role: null,
    loginError: null,
  }))
  const cells = accounts.flatMap(({ username }) =>
    protectedIds.map((endpoint) => waitingCell(username, endpoint)),
  )
  const snapshot = (finishedAt: number | null): PermissionRun => ({
    ...{ id, startedAt, finishedAt, talentId },
    state: stateOf(finishedAt !== null, signal.aborted),
    profile: { id: profile.id, name: profile.name },
    accounts: [...people],
    cells: [...cells],
    totals: totalsOf(cells),
    verdict: finishedAt === null ? null : runVerdictOf(cells),
  })
  const tell = () => onProgress(snapshot(null))

  const setCells = (
    holds: (cell: MatrixCell) => boolean,
    change: (cell: MatrixCell) => Partial<MatrixCell>,
  ) => {
    cells.forEach((cell, at) => {
      if (holds(cell)) cells[at] = { ...cell, ...change(cell) }
    })
  }
  return {
    tell,
    setAccount(username: string, change: Partial<PermissionRun['accounts'][number]>) {
      people.forEach((one, at) => {
        if (one.username === username) people[at] = { ...one, ...change }
      })
    },
    setCells,
    /** Whatever this account has not been asked for stays unproven, and says why. */
    giveUp(username: string, why: Cause) {
      setCells(
        (cell) => cell.username === username && isWaiting(cell),
        () => ({ cause: why }),
      )
      tell()
    },
    end(): PermissionRun {
      setCells(isWaiting, () => ({ cause: cause('CANCELLED') }))
      const last = snapshot(now())
      onProgress(last)
      return last
    },
  }
}

function waitingCell(username: string, endpoint: ProtectedId): MatrixCell {
  const open = { expected: null, cause: null, call: null } as const
  return { username, endpoint, observed: 'not-asked', verdict: 'unknown', ...open }
}

function isWaiting({ observed, cause: why }: MatrixCell): boolean {
  return observed === 'not-asked' && why === null
}

function stateOf(hasEnded: boolean, isAborted: boolean): PermissionRun['state'] {
  if (hasEnded) return isAborted ? 'cancelled' : 'finished'
  return isAborted ? 'cancelling' : 'running'
}

/** Logs one account in with a client of its own and asks each endpoint once. */
async function testAccount(
  account: Credentials,
  input: PermissionInput,
  matrix: Matrix,
): Promise<void> {
  const { profile, secrets, loomaGate, onCall, now, signal, talentId, expectations } = input
  const { username } = account
  const tokens = createAccountTokens(profile)
  const client = createClient({ profile, tokens, secrets, loomaGate, onCall, now })
  try {
    const login = await logIn(client, tokens, account, { secrets, signal })
    if (!login.ok) {
      matrix.setAccount(username, { loginError: login.why })
      return matrix.giveUp(username, login.why)
    }
    const { role } = login
    matrix.setAccount(username, { role })
    matrix.setCells(
      (cell) => cell.username === username,
      ({ endpoint }) => ({ expected: expectedFor(expectations, role, endpoint) }),
    )
    matrix.tell()
    for (const { endpoint, ask } of askingOrder) {
      if (signal.aborted) return
      const exchange = await ask(client, talentId, { signal })
      matrix.setCells(
        (cell) => cell.username === username && cell.endpoint === endpoint.id,
        ({ expected }) => ({
          ...judgeCell(endpoint, { username, role }, expected, exchange),
          call: clipped(evidenceOf(exchange.call)),
        }),
      )
      matrix.tell()
    }
  } finally {
    await client.close()
  }
}

function clipped(call: EvidenceCall): EvidenceCall {
  const clip = (text: string | null) =>
    text === null || text.length <= mostEvidenceChars
      ? text
      : `${text.slice(0, mostEvidenceChars)}…`
  return { ...call, request: clip(call.request), response: clip(call.response) }
}
