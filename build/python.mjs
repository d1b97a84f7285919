import { execFileSync } from 'node:child_process'
import path from 'node:path'

/**
 * The search path with the folder of the real Python in front. A version manager's stand-in is a
 * shell script that costs several times what Python itself does, and the sample projects start
 * hundreds of Pythons.
 */
export function pathWithPython() {
  const found = process.env.PATH ?? ''
  try {
    const program = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
      encoding: 'utf8',
      timeout: 20_000,
    }).trim()
    return program === '' ? found : `${path.dirname(program)}${path.delimiter}${found}`
  } catch {
    // Without Python the tests that need it say so themselves.
    return found
  }
}
