import { basename } from 'node:path'
import type { Bilingual } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import { archiveLogs, type ArchiveReport } from './archive-logs'
import type { ArchiveOutcome, KeepReason } from './archive-one'
import type { ShutdownOptions } from './shutdown'
import type { StepIo, StepResult, StepSpec } from './step'
import { about } from './units'

/** The step that packs big and old logs away; a log that cannot be is left and named. */
export function logsStep(options: Pick<ShutdownOptions, 'logs' | 'now'>): StepSpec {
  return {
    ...{ id: 'logs', kind: 'logs', subject: null, command: null, warnings: [] },
    title: { zh: '归档日志', en: 'Archive the logs' },
    run: (io) => archive(options, io),
  }
}

async function archive(
  { logs, now }: Pick<ShutdownOptions, 'logs' | 'now'>,
  io: StepIo,
): Promise<StepResult> {
  const report = await archiveLogs({
    ...(await logs()),
    ...{ now, signal: io.signal },
    onOutcome: (outcome) => tell(outcome, io),
  })
  if (report.isCancelled) throw new OpsError('aborted', 'archiving was cancelled')
  for (const { path, bytes } of report.removed) {
    const name = `archive/${basename(path)}`
    const words = { zh: `已过期，删除（${size(bytes)}）`, en: `old, removed (${size(bytes)})` }
    io.line(about(name, words))
  }
  for (const { path } of report.evidence) {
    const words = {
      zh: '已过期，但属于已保存的一次运行，保留',
      en: 'old, but evidence of a stored run: kept',
    }
    io.line(about(`archive/${basename(path)}`, words))
  }
  const warnings = warningsOf(report)
  const result = resultOf(report)
  return warnings.length === 0 ? { state: 'done', result } : { state: 'warned', result, warnings }
}

function tell(outcome: ArchiveOutcome, io: StepIo): void {
  const name = outcome.path
  if (outcome.kind === 'archived') {
    const { archive, bytes, archivedBytes } = outcome
    const file = `archive/${basename(archive)}`
    const sizes = `${size(bytes)} → ${size(archivedBytes)}`
    const words = {
      zh: `归档到 ${file}（${sizes}），核对无误后清空`,
      en: `archived to ${file} (${sizes}), verified, then emptied`,
    }
    return io.line(about(name, words))
  }
  if (outcome.reason === 'missing') return
  const { zh, en } = keptWords(outcome.reason, outcome.detail)
  io.line(about(`${name} (${size(outcome.bytes)})`, { zh, en }))
}

const reasons: Record<KeepReason, Bilingual> = {
  missing: { zh: '不存在', en: 'not there' },
  link: { zh: '是链接，不跟随，未动', en: 'a link, not followed, left alone' },
  'hard-link': { zh: '还有别的名字指向它，未动', en: 'it has another name too, left alone' },
  'not-a-file': { zh: '不是普通文件，未动', en: 'not a plain file, left alone' },
  others: { zh: '属于别的用户，未动', en: 'another user’s, left alone' },
  unreadable: { zh: '打不开，未动', en: 'cannot be opened, left alone' },
  empty: { zh: '是空的', en: 'empty' },
  young: { zh: '不大也不旧，保留', en: 'neither big nor old, kept' },
  open: { zh: '还有进程开着它，未动', en: 'a process has it open, left alone' },
  unseen: {
    zh: '这个系统看不到谁开着它，未动',
    en: 'this system does not show who has it open, left alone',
  },
  changed: { zh: '归档时又有人写入，未动', en: 'written to meanwhile, left alone' },
  failed: { zh: '归档失败，原文件未动', en: 'could not be archived, the log is as it was' },
}

function keptWords(reason: KeepReason, detail: string | null): Bilingual {
  const { zh, en } = reasons[reason]
  return detail === null ? { zh, en } : { zh: `${zh}（${detail}）`, en: `${en} (${detail})` }
}

/** Kept for a reason that a person may want to do something about. */
const notable: ReadonlySet<KeepReason> = new Set(['unreadable', 'failed', 'open', 'changed'])

function warningsOf({ outcomes, stuck }: ArchiveReport): Bilingual[] {
  return [
    ...outcomes.flatMap((outcome) => {
      if (outcome.kind === 'archived' || !notable.has(outcome.reason)) return []
      const { zh, en } = keptWords(outcome.reason, outcome.detail)
      return [{ zh: `${outcome.path}：${zh}`, en: `${outcome.path}: ${en}` }]
    }),
    ...stuck.map(({ path, detail }) => ({
      zh: `${path}：过期的归档删不掉（${detail}）`,
      en: `${path}: an old archive that could not be removed (${detail})`,
    })),
  ]
}

function resultOf({
  outcomes,
  removed,
  evidence,
  bytesBefore,
  bytesAfter,
}: ArchiveReport): Bilingual {
  const archived = outcomes.filter(({ kind }) => kind === 'archived').length
  const there = outcomes.filter((one) => one.kind === 'archived' || one.reason !== 'missing').length
  const sizes = `${size(bytesBefore)} → ${size(bytesAfter)}`
  return {
    zh: `${there} 个日志：归档 ${archived} 个，删除过期归档 ${removed.length} 个，为已保存的运行保留 ${evidence.length} 个（${sizes}）`,
    en: `${there} logs: ${archived} archived, ${removed.length} old archives removed, ${evidence.length} kept for stored runs (${sizes})`,
  }
}

/** A size as people read it. */
function size(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  if (bytes < 1_024 * 1_024) return `${(bytes / 1_024).toFixed(1)} KiB`
  return `${(bytes / 1_024 / 1_024).toFixed(1)} MiB`
}
