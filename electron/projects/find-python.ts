import { stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A virtual environment of a project. */
export interface Venv {
  /** `venv` or `.venv`. */
  name: string
  folder: string
  /** Its folder of programs, for `PATH`. */
  bin: string
  python: string
}

/** Finds the virtual environment of a project, whether or not its python works; null without one. */
export async function findVenv(folder: string, platform: NodeJS.Platform): Promise<Venv | null> {
  const venvs = ['venv', '.venv'].map((name) => venvAt(folder, name, platform))
  for (const venv of venvs) if (await exists(venv.python, 'isFile')) return venv
  for (const venv of venvs) if (await exists(venv.folder, 'isDirectory')) return venv
  return null
}

function venvAt(project: string, name: string, platform: NodeJS.Platform): Venv {
  const folder = join(project, name)
  const bin = join(folder, platform === 'win32' ? 'Scripts' : 'bin')
  return { name, folder, bin, python: join(bin, platform === 'win32' ? 'python.exe' : 'python') }
}

async function exists(path: string, kind: 'isFile' | 'isDirectory'): Promise<boolean> {
  return stat(path).then(
    (found) => found[kind](),
    () => false,
  )
}
