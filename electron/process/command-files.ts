import { rmSync } from 'node:fs'
import { outputFileOf } from './command-run'
import type { CommandSpec } from './command-spec'
import { followFile, positionFile, type FileFollower } from './file-follower'
import type { Output } from './output'

const softBytes = 4 * 1024 * 1024
const hardBytes = 256 * 1024 * 1024

/** Follows what a run prints and what its service writes into a log file of its own. */
export function followRun(
  spec: CommandSpec,
  { folder, output, pollMs }: { folder: string; output: Output; pollMs: number },
  from: 'start' | 'saved',
): FileFollower {
  const onChunk = (chunk: Buffer): void => output.write('stdout', chunk)
  const path = outputFileOf(folder)
  const onSkip = (bytes: number): void => {
    output.note(`${bytes} bytes of output came faster than they could be read and were skipped`)
  }
  const trim = { softBytes, hardBytes, onSkip }
  const followers = [followFile({ path, from, onChunk, pollMs, trim })]
  if (spec.log !== null) {
    followers.push(followFile({ path: spec.log, from: 'end', onChunk, pollMs }))
  }
  return {
    drain() {
      for (const follower of followers) follower.drain()
      output.flush()
    },
    close() {
      for (const follower of followers) follower.close()
    },
  }
}

/** Nobody writes there any more, and all of it was read. */
export function removeOutput(folder: string): void {
  const path = outputFileOf(folder)
  for (const file of [path, positionFile(path)]) rmSync(file, { force: true })
}
