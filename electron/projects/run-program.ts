import { execFile } from 'node:child_process'

export interface ProgramRun {
  argv: readonly string[]
  cwd: string
  env: Readonly<Record<string, string>>
  signal: AbortSignal
  deadlineMs: number
}

export interface ProgramEnd {
  /** Null when it was ended or could not be run. */
  code: number | null
  stdout: string
  /** What it printed as error, or why it could not be run. */
  problem: string
}

/** Runs a short program to its end; never rejects. */
export type RunProgram = (run: ProgramRun) => Promise<ProgramEnd>

const mostOutputBytes = 4 * 1024 * 1024

export const runProgram: RunProgram = ({ argv, cwd, env, signal, deadlineMs }) =>
  new Promise((resolve) => {
    const [program = '', ...args] = argv
    const options = {
      ...{ cwd, env, signal, timeout: deadlineMs, maxBuffer: mostOutputBytes },
      ...{ killSignal: 'SIGKILL' as const, windowsHide: true, encoding: 'utf8' as const },
    }
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve({ code: 0, stdout, problem: '' })
      const code = typeof error.code === 'number' ? error.code : null
      const late = error.killed === true ? `no end after ${deadlineMs} ms` : ''
      const problem = late || stderr.trim().split('\n').at(-1) || error.message
      resolve({ code, stdout, problem })
    })
  })
