import { rmSync } from 'node:fs'
import { outputFileOf } from './command-run'
import type { CommandDeps, CommandSpec } from './command-spec'
import { followFile, positionFile, type FileFollower } from './file-follower'
import type { Output } from './output'

const softBytes = 4 * 1024 * 1024
const hardBytes = 256 * 1024 * 1024

/** Brings what a run prints, and what its service writes into its own log, into the output. */
export interface RunOutput {
  /** Follows from the first byte, or from where an earlier console had read. */
  follow(from: 'start' | 'saved'): void
  /** Reads what is there by now. */
  drain(): void
  unfollow(): void
  /** Nobody writes there any more, and all of it was read. */
  remove(): void
}

/** Makes the reader of one service's output. */
export function createRunOutput(
  spec: CommandSpec,
  { folder, output, timings }: Pick<CommandDeps, 'folder' | 'output' | 'timings'>,
): RunOutput {
  let files: FileFollower | null = null
  return {
    follow(from) {
      files?.close()
      files = followRun(spec, { folder, output, pollMs: timings.outputMs }, from)
    },
    drain: () => files?.drain(),
    unfollow() {
      files?.drain()
      files?.close()
      files = null
    },
    remove() {
      const path = outputFileOf(folder)
      for (const file of [path, positionFile(path)]) rmSync(file, { force: true })
    },
  }
}

function followRun(
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
