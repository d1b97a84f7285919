import { basename } from 'node:path'
import type { EnvProposal } from '../../shared/domain/plans'
import type { Bilingual } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import { readEnvFile } from '../diagnosis/env-file'
import type { StepResult, StepSpec } from '../plans/step'
import { isSecretName } from '../zervigo/mask-patterns'
import type { CheckedFolder, CheckDeps } from './checks'
import { contradictions, secretsDiffer } from './env-contradictions'
import { addition, exampleEntries, type ExampleEntry } from './env-lines'
import { readEnvTarget, type EnvTarget } from './env-target'
import { writeEnv, type EnvChange } from './env-write'
import { problems } from './problems'
import { isFileInside, readPart } from './read-part'
import { sideNames } from './side-names'

const examples = ['env.example', '.env.example', 'config/env.example']
const mostExampleBytes = 1024 * 1024

/** Finds the example of a project's `.env`; null when it has none. */
export async function findEnvExample(folder: string): Promise<string | null> {
  for (const path of examples) if (await isFileInside(folder, path)) return path
  return null
}

/** Makes the step that compares a project's `.env` with its example and with the profile. */
export function envCheck(checked: CheckedFolder, deps: CheckDeps): StepSpec {
  const { side, folder } = checked
  const name = sideNames[side]
  let agreed: EnvChange | null = null
  return {
    id: `env.${side}`,
    kind: 'env',
    subject: side,
    title: { zh: `检查 ${name} 的配置（.env）`, en: `Check the configuration of ${name} (.env)` },
    command: null,
    warnings: [],
    async run() {
      agreed = null
      const read = await readEnvTarget(folder)
      if (!read.ok) {
        return { state: 'failed', problem: problems.envUnusable('.env', read.reason) }
      }
      const { target } = read
      const example = await findEnvExample(folder)
      const missing = await missingEntries(folder, example, target)
      if (missing.length === 0 || example === null) return agreement(checked, deps, target, example)
      const change = { target, added: addition(textOf(target), missing, example) }
      agreed = change
      const keys = missing.map(({ key }) => key)
      const problem = problems.envMissing('.env', keys, target.bytes === null)
      return { state: 'failed', problem, proposal: proposalOf(target, example, missing) }
    },
    async apply() {
      const change = agreed
      if (change === null) throw new OpsError('rejected', 'nothing has been proposed')
      // Whatever comes of it, the next proposal begins with a fresh look.
      agreed = null
      await writeEnv(change, deps.now)
    },
  }
}

async function missingEntries(
  folder: string,
  example: string | null,
  target: EnvTarget,
): Promise<ExampleEntry[]> {
  if (example === null) return []
  const bytes = await readPart(`${folder}/${example}`, mostExampleBytes)
  const { variables } = readEnvFile(textOf(target))
  return exampleEntries(bytes.toString('utf8')).filter(({ key }) => !variables.has(key))
}

function textOf({ bytes }: EnvTarget): string {
  return bytes?.toString('utf8') ?? ''
}

function proposalOf(
  target: EnvTarget,
  example: string,
  missing: readonly ExampleEntry[],
): EnvProposal {
  const added = missing.map(({ key, value }) => ({ key, value: shownValue(key, value) }))
  return { file: target.shown, example, isNew: target.bytes === null, added }
}

function shownValue(key: string, value: string): string {
  if (value !== '' && isSecretName(key)) return '***'
  return value.replace(/:\/\/([^\s/:@]*):[^\s/@]+@/g, '://$1:***@').slice(0, 400)
}

/** Nothing is missing: what remains is whether the values are those of the profile. */
async function agreement(
  { side, otherFolder }: CheckedFolder,
  { profile }: CheckDeps,
  target: EnvTarget,
  example: string | null,
): Promise<StepResult> {
  if (target.bytes === null && example === null) {
    return { state: 'skipped', reason: { zh: '没有 .env，也没有示例', en: 'No .env, no example' } }
  }
  const file = readEnvFile(textOf(target))
  const other = otherFolder === null ? null : await readEnvTarget(otherFolder)
  const theirs = other?.ok && other.target.bytes ? readEnvFile(textOf(other.target)) : null
  const secret = secretsDiffer(file.variables, theirs?.variables ?? null)
  const warnings = [
    ...contradictions(side, file, profile, basename(target.shown)),
    ...(secret === null ? [] : [secret]),
  ]
  const result: Bilingual = {
    zh: `${file.variables.size} 个配置项${example === null ? '' : `，${example} 里的都有`}`,
    en: `${file.variables.size} keys${example === null ? '' : `, all of ${example} among them`}`,
  }
  return warnings.length === 0 ? { state: 'done', result } : { state: 'warned', result, warnings }
}
