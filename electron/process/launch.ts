import type { Readable } from 'node:stream'

/** A Node script to run as its own process. */
export interface LaunchSpec {
  script: string
  args: readonly string[]
  /** The whole environment of the child; nothing is inherited. */
  env: Readonly<Record<string, string>>
  cwd: string
}

/** How a child ended; both null when the launcher could not tell. */
export interface ChildExit {
  code: number | null
  signal: string | null
}

/** A running child, the same shape from `child_process` and from Electron's `utilityProcess`. */
export interface Child {
  /** Settles with the pid once the process exists; rejects when it could not be started. */
  readonly spawned: Promise<number>
  readonly exited: Promise<ChildExit>
  readonly stdout: Readable | null
  readonly stderr: Readable | null
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  kill(signal: 'SIGTERM' | 'SIGKILL'): void
}

/** Starts a script; how depends on where the console runs. */
export type LaunchScript = (spec: LaunchSpec) => Child
