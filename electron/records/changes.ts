import {
  signOffInForce,
  type ItemId,
  type ManualResult,
  type RunReport,
} from '../../shared/domain/checklist'
import type { Attachment, RunNote, SignOff } from '../../shared/domain/records'
import { OpsError } from '../../shared/errors'
import { withManual } from '../checklist/manual'
import { contentDigest } from './seal'

/** What a person found about an item; null takes it back. */
export type GivenResult = Pick<ManualResult, 'verdict' | 'note' | 'name'> | null

/** Sets or takes back a person's result on one item. */
export function withJudgement(
  report: RunReport,
  itemId: ItemId,
  result: GivenResult,
  at: number,
): RunReport {
  refuseUnknownItem(report, itemId)
  const judgement = result === null ? null : { ...result, at }
  const items = report.items.map((item) =>
    item.id === itemId ? withManual(item, judgement) : item,
  )
  return { ...report, items }
}

/** Adds a remark. */
export function withNote(report: RunReport, note: RunNote): RunReport {
  refuseUnknownItem(report, note.itemId)
  return { ...report, notes: [...report.notes, note] }
}

/** Adds what is said about a file. */
export function withAttachment(report: RunReport, attachment: Attachment): RunReport {
  refuseUnknownItem(report, attachment.itemId)
  return { ...report, attachments: [...report.attachments, attachment] }
}

/** Signs the run as it stands; the gate has to be judged by then. */
export function withSignOff(
  report: RunReport,
  signature: Pick<SignOff, 'name' | 'statement' | 'at'>,
): RunReport {
  const gateOpen = report.gate?.isOpen ?? false
  const signOff = { ...signature, sha256: contentDigest(report), gateOpen, withdrawn: null }
  return { ...report, signOffs: [...report.signOffs, signOff] }
}

/** Takes the sign-off in force back; it stays on record with who did so and why. */
export function withWithdrawal(
  report: RunReport,
  withdrawn: NonNullable<SignOff['withdrawn']>,
): RunReport {
  const inForce = signOffInForce(report)
  if (inForce === null) {
    throw new OpsError('rejected', `run ${report.run.id} is not signed`, {
      facts: { id: report.run.id, reason: 'not-signed' },
    })
  }
  return { ...report, signOffs: [...report.signOffs.slice(0, -1), { ...inForce, withdrawn }] }
}

function refuseUnknownItem({ run, items }: RunReport, itemId: string | null): void {
  if (itemId === null || items.some(({ id }) => id === itemId)) return
  throw new OpsError('missing', `run ${run.id} has no item ${itemId}`, {
    facts: { id: run.id, item: itemId },
  })
}
