import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** Everything that proves, after a crash of the console, that a process is the one it started. */
export const RunRecord = z.strictObject({
  schema: z.literal(1),
  service: z.string(),
  pid: z.number().int().positive(),
  pgid: z.number().int(),
  startTicks: z.number(),
  bootId: z.string().nullable(),
  exe: z.strictObject({ path: z.string(), inode: z.number() }).nullable(),
  argvHash: z.string().nullable(),
  tag: z.string().regex(/^[0-9a-f]{32}$/),
  port: z.number().int().nullable(),
  log: z.string(),
  startedAt: z.number().int(),
  consoleVersion: z.string(),
  /** False while its command may still replace itself, as `env` does by what it runs. */
  isSettled: z.boolean().default(true),
})
export type RunRecord = z.infer<typeof RunRecord>

/** Written before a launch: should the console die before it knows the pid, the tag finds it. */
const Intent = z.strictObject({ tag: RunRecord.shape.tag, bootId: z.string() })
export type Intent = z.infer<typeof Intent>

/** The record of one service's run. */
export interface RunRecordFile {
  /** Null when there is none; `unreadable` when there is one that cannot be understood. */
  read(): Promise<RunRecord | 'unreadable' | null>
  write(record: RunRecord): Promise<void>
  readIntent(): Promise<Intent | null>
  writeIntent(intent: Intent): Promise<void>
  remove(): Promise<void>
  /** Keeps a record that proves nothing any more out of the way, for a person who wonders. */
  setAside(): Promise<void>
}

/** Opens the record in a service's private folder. */
export function runRecordFile(folder: string): RunRecordFile {
  const path = join(folder, 'run.json')
  const intentPath = join(folder, 'intent.json')
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch(() => null)
      if (text === null) return null
      try {
        return RunRecord.parse(JSON.parse(text))
      } catch {
        return 'unreadable'
      }
    },
    write: (record) => writeWhole(path, JSON.stringify(record, null, 2)),
    async readIntent() {
      const text = await readFile(intentPath, 'utf8').catch(() => 'null')
      try {
        return Intent.parse(JSON.parse(text))
      } catch {
        return null
      }
    },
    writeIntent: (intent) => writeWhole(intentPath, JSON.stringify(intent)),
    async remove() {
      await Promise.all([path, intentPath].map((file) => rm(file, { force: true })))
    },
    async setAside() {
      await rename(path, join(folder, 'run.stale.json')).catch(() => undefined)
      await rm(intentPath, { force: true })
    },
  }
}

/** Writes beside, flushes and renames: a crash leaves the old file or the new one, never a half. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const beside = `${path}.${process.pid}.tmp`
  const file = await open(beside, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
  if (process.platform === 'win32') return
  const directory = await open(folder, 'r')
  await directory.sync().finally(() => directory.close())
}
