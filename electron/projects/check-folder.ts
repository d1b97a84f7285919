import { access, constants, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import type { StepProblem } from '../../shared/domain/plans'
import type { Project, ProjectLaunch } from '../../shared/domain/projects'
import type { StepResult, StepSpec } from '../plans/step'
import type { CheckDeps } from './checks'
import { appFile, findProject, isRunnable } from './find-project'
import { problems } from './problems'
import { isFileInside, readPart } from './read-part'
import { mostScriptBytes } from './script-traps'
import { sideNames } from './side-names'

/** Makes the step that looks whether a project is where it was and can be started as chosen. */
export function folderCheck(project: Project, deps: CheckDeps): StepSpec {
  const name = sideNames[project.side]
  return {
    id: `folder.${project.side}`,
    kind: 'folder',
    subject: project.side,
    title: { zh: `检查 ${name} 的项目文件夹`, en: `Check the project folder of ${name}` },
    command: null,
    warnings: [],
    run: () => look(project, deps),
  }
}

async function look(project: Project, deps: CheckDeps): Promise<StepResult> {
  const { folder, side, launch, isInProfile } = project
  if (folder === null) return { state: 'failed', problem: problems.noFolder() }
  // Looked at anew: a folder may have gone since the project was listed.
  const { problem: why } = await findProject(side, folder)
  if (why !== null) return { state: 'failed', problem: problems.folder(why, folder) }
  const result = { zh: folder, en: folder }
  if (launch === null) {
    if (isInProfile) return { state: 'done', result }
    const warning = {
      zh: '没有选择启动方式，控制台不会启动它',
      en: 'No way to start it was chosen, so the console will not start it',
    }
    return { state: 'warned', result, warnings: [warning] }
  }
  const problem = await launchProblem(folder, launch, deps)
  return problem === null ? { state: 'done', result } : { state: 'failed', problem }
}

async function launchProblem(
  folder: string,
  launch: ProjectLaunch,
  deps: CheckDeps,
): Promise<StepProblem | null> {
  if (launch.kind !== 'script') {
    const path = launch.kind === 'app' ? appFile : launch.file
    return (await isFileInside(folder, path)) ? null : problems.fileLost(path)
  }
  for (const path of [launch.start, launch.stop]) {
    const problem = path === null ? null : await scriptProblem(folder, path, deps.base)
    if (problem !== null) return problem
  }
  return null
}

/** Looks at a script the way the system will when it runs it. */
export async function scriptProblem(
  folder: string,
  path: string,
  base: Readonly<Record<string, string>>,
): Promise<StepProblem | null> {
  if (!(await isFileInside(folder, path))) return problems.fileLost(path)
  const file = join(folder, path)
  if (!(await isRunnable(file))) return problems.notExecutable(path)
  const text = (await readPart(file, mostScriptBytes)).toString('utf8')
  if (text.includes('\r\n')) return problems.crlf(path)
  const first = /^#!\s*(\S+)(?:[ \t]+([^\n]*))?/.exec(text)
  if (first === null) return problems.noInterpreter(path)
  const missing = await missingInterpreter(first[1] ?? '', first[2] ?? '', base, folder)
  return missing === null ? null : problems.interpreterMissing(path, missing)
}

async function missingInterpreter(
  program: string,
  rest: string,
  base: Readonly<Record<string, string>>,
  folder: string,
): Promise<string | null> {
  const direct = isAbsolute(program) ? program : join(folder, program)
  if (!(await isProgram(direct))) return program
  if (!/\/env$/.test(program)) return null
  const name = rest.split(/\s+/).find((word) => word !== '' && !/^-|=/.test(word))
  if (name === undefined) return null
  const places = (base['PATH'] ?? '').split(delimiter).filter(Boolean)
  const found = await Promise.all(places.map((place) => isProgram(join(place, name))))
  return found.some(Boolean) ? null : name
}

async function isProgram(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (found === null || !found.isFile()) return false
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
