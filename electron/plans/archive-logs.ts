import { lstat, readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { overlaps, spanOfArchive, type Span } from './archive-name'
import { archiveFolder, archiveOne, type ArchiveOutcome, type ArchiveRule } from './archive-one'
import { systemOpenFiles, type OpenFiles } from './open-files'

/** The rule of the guide's scripts: 10 MB, and seven days. */
export const archiveRule: ArchiveRule = {
  maxBytes: 10 * 1024 * 1024,
  maxAgeMs: 7 * 24 * 60 * 60 * 1_000,
}

export interface ArchiveOptions {
  /** Log files, absolute. */
  files: readonly string[]
  /** When the stored runs took place; what was logged then is evidence. */
  runSpans: readonly Span[]
  now(): number
  signal: AbortSignal
  /** Hears of every log as it is done. */
  onOutcome?(outcome: ArchiveOutcome): void
  rule?: Partial<ArchiveRule>
  openFiles?: OpenFiles
}

/** An archive that was looked at for removal. */
export interface OldArchive {
  path: string
  bytes: number
}

export interface ArchiveReport {
  outcomes: ArchiveOutcome[]
  removed: OldArchive[]
  /** Old enough to go, but written while a stored run took place. */
  evidence: OldArchive[]
  /** Old enough to go, but they could not be removed. */
  stuck: (OldArchive & { detail: string })[]
  /** Bytes of logs and archives together. */
  bytesBefore: number
  bytesAfter: number
  isCancelled: boolean
}

/** Packs big and old logs away and removes archives that are neither young nor evidence. */
export async function archiveLogs(options: ArchiveOptions): Promise<ArchiveReport> {
  const { now, signal, openFiles = systemOpenFiles } = options
  const rule = { ...archiveRule, ...options.rule }
  const files = [...new Set(options.files)]
  const report: ArchiveReport = {
    ...{ outcomes: [], removed: [], evidence: [], stuck: [], isCancelled: false },
    ...{ bytesBefore: await bytesOf(files), bytesAfter: 0 },
  }
  for (const path of files) {
    if (signal.aborted) break
    const outcome = await archiveOne(path, { ...rule, now, openFiles, signal })
    report.outcomes.push(outcome)
    options.onOutcome?.(outcome)
    await removeOld(path, rule.maxAgeMs, options, report)
  }
  report.isCancelled = signal.aborted
  report.bytesAfter = await bytesOf(files)
  return report
}

/** Only what is named exactly as our archives of this log are, a plain file and our own. */
async function removeOld(
  log: string,
  maxAgeMs: number,
  { runSpans, now }: ArchiveOptions,
  report: ArchiveReport,
): Promise<void> {
  for (const { path, span } of await archivesOf(log)) {
    const facts = await lstat(path).catch(() => null)
    const own = process.getuid?.()
    if (facts?.isFile() !== true || (own !== undefined && facts.uid !== own)) continue
    const isOld = now() - Math.max(facts.mtimeMs, span.to) >= maxAgeMs
    if (!isOld) continue
    const archive = { path, bytes: facts.size }
    if (runSpans.some((run) => overlaps(run, span))) {
      report.evidence.push(archive)
      continue
    }
    try {
      await rm(path)
      report.removed.push(archive)
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      report.stuck.push({ ...archive, detail })
    }
  }
}

async function archivesOf(log: string): Promise<{ path: string; span: Span }[]> {
  const folder = join(dirname(log), archiveFolder)
  const isFolder = await lstat(folder).then(
    (facts) => facts.isDirectory(),
    () => false,
  )
  if (!isFolder) return []
  const names = await readdir(folder).catch((): string[] => [])
  return names.sort().flatMap((name) => {
    const span = spanOfArchive(name, basename(log))
    return span === null ? [] : [{ path: join(folder, name), span }]
  })
}

async function bytesOf(files: readonly string[]): Promise<number> {
  const archives = await Promise.all(files.map(archivesOf))
  const paths = [...files, ...archives.flat().map(({ path }) => path)]
  const sizes = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        (facts) => (facts.isFile() ? facts.size : 0),
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
