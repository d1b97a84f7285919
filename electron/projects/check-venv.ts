import { join } from 'node:path'
import { z } from 'zod'
import type { StepIo, StepResult, StepSpec } from '../plans/step'
import type { CheckedFolder, CheckDeps } from './checks'
import { findVenv, type Venv } from './find-python'
import { problems } from './problems'
import { isFileInside } from './read-part'
import { plainName, readRequirements, type Requirements } from './requirements'
import { sideNames } from './side-names'
import { fitOf, type Fit } from './versions'

export const requirementsFile = 'requirements.txt'
const deadlineMs = 30_000

/**
 * Reads what is installed under its plain name, which older pythons do not find by another
 * spelling; the folder it runs in must not lend it modules of the same name.
 */
const question = `
import sys
sys.path = [p for p in sys.path if p]
import json, re
from importlib import metadata
have = {}
for one in metadata.distributions():
    try: have.setdefault(re.sub('[-_.]+', '-', one.metadata['Name']).lower(), one.version)
    except Exception: pass
found = {name: have.get(name) for name in json.loads(sys.argv[1])}
print(json.dumps({'version': sys.version.split()[0], 'prefix': sys.prefix, 'base': sys.base_prefix, 'found': found}))
`

const Answer = z.object({
  version: z.string(),
  prefix: z.string(),
  base: z.string(),
  found: z.record(z.string(), z.string().nullable()),
})
type Answer = z.infer<typeof Answer>

/** Makes the step that tries a project's python and looks for the packages it asks for. */
export function venvCheck(checked: CheckedFolder, deps: CheckDeps): StepSpec {
  const { side } = checked
  const name = sideNames[side]
  return {
    id: `venv.${side}`,
    kind: 'venv',
    subject: side,
    title: { zh: `检查 ${name} 的虚拟环境`, en: `Check the virtual environment of ${name}` },
    command: null,
    warnings: [],
    run: (io) => look(checked, deps, io),
  }
}

async function look({ folder }: CheckedFolder, deps: CheckDeps, io: StepIo): Promise<StepResult> {
  const { platform } = deps
  const hasRequirements = await isFileInside(folder, requirementsFile)
  const venv = await findVenv(folder, platform)
  if (venv === null) {
    return { state: 'failed', problem: problems.venvMissing(platform, hasRequirements) }
  }
  let asked: Requirements = { wanted: [], unread: [] }
  try {
    if (hasRequirements) asked = await readRequirements(folder, requirementsFile)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { state: 'failed', problem: problems.requirements(reason) }
  }
  const answer = await askPython(venv, asked, folder, deps, io)
  if (typeof answer === 'string') {
    return { state: 'failed', problem: problems.venvBroken(platform, venv.name, answer) }
  }
  io.line(`Python ${answer.version} ${venv.python}`)
  const wrong = packagesThat('wrong', asked, answer)
  for (const line of wrong) io.line(line)
  if (wrong.length > 0) {
    return { state: 'failed', problem: problems.packages(platform, venv.name, wrong) }
  }
  const unread = [...asked.unread, ...packagesThat('unjudged', asked, answer)]
  return verdict(venv, answer, { ...asked, unread })
}

/** Answers with the reason when the python cannot be used. */
async function askPython(
  venv: Venv,
  { wanted }: Requirements,
  folder: string,
  { base, run }: CheckDeps,
  { signal }: StepIo,
): Promise<Answer | string> {
  const names = JSON.stringify([...new Set(wanted.map(({ name }) => plainName(name)))])
  const argv = [venv.python, '-c', question, names]
  const env = { ...base, VIRTUAL_ENV: venv.folder, PYTHONIOENCODING: 'utf-8' }
  const end = await run({ argv, cwd: folder, env, signal, deadlineMs })
  signal.throwIfAborted()
  if (end.code !== 0) return end.problem || `exit ${end.code ?? 'unknown'}`
  try {
    const answer = Answer.parse(JSON.parse(end.stdout))
    const isVenv = answer.prefix !== answer.base
    return isVenv ? answer : `${join(venv.name, 'pyvenv.cfg')} is missing`
  } catch {
    return `unexpected answer: ${end.stdout.trim().slice(0, 80)}`
  }
}

/** As they are asked for, with the version that is installed. */
function packagesThat(which: Fit, { wanted }: Requirements, { found }: Answer): string[] {
  return wanted.flatMap(({ name, range }) => {
    const installed = found[plainName(name)] ?? null
    if (installed === null) return which === 'wrong' ? [`${name}${range}`] : []
    return fitOf(installed, range) === which ? [`${name}${range} (${installed})`] : []
  })
}

function verdict(venv: Venv, { version }: Answer, { wanted, unread }: Requirements): StepResult {
  const result = {
    zh: `${venv.name}/ 的 Python ${version} 可用，requirements.txt 的 ${wanted.length} 个依赖都在`,
    en: `Python ${version} of ${venv.name}/ works; all ${wanted.length} packages of requirements.txt are there`,
  }
  if (unread.length === 0) return { state: 'done', result }
  const shown = unread.slice(0, 5).join('; ')
  const warning = {
    zh: `requirements.txt 有 ${unread.length} 行没法核对：${shown}`,
    en: `${unread.length} lines of requirements.txt could not be checked: ${shown}`,
  }
  return { state: 'warned', result, warnings: [warning] }
}
