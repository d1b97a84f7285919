import { constants } from 'node:fs'
import { access, opendir, stat } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import {
  projectSides,
  type Project,
  type ProjectProblem,
  type ProjectSide,
  type Script,
} from '../../shared/domain/projects'
import type { Bilingual } from '../../shared/domain/text'
import { launchOffers } from './launch-offers'
import { isFileInside, placeOf, readPart } from './read-part'
import { knownScript } from './script-catalogue'
import { mostScriptBytes, readScriptText, scriptTraps } from './script-traps'

/** A project's folder as it is on the disk, whatever a person chose for it. */
export type FoundProject = Pick<Project, 'problem' | 'offers' | 'scripts' | 'composeFiles'>

/** Looma's own program. */
export const appFile = 'looma_crm/app.py'

const scriptFolders = ['', 'scripts', 'scripts/maintenance', 'scripts/dev', 'utils/scripts']
const composeFolders = ['', 'docker', 'ai-services']
const mostEntries = 5_000
const mostScripts = 200
/** An override is no project of its own: compose merges it over the file beside it. */
const isComposeFile = (name: string): boolean =>
  !/^(?:docker-)?compose\.override\.ya?ml$/.test(name) &&
  /^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/.test(name)

const nothing = { offers: [], scripts: [], composeFiles: [] }

/** Looks at a folder that a person chose; nothing in it is run or changed. */
export async function findProject(side: ProjectSide, folder: string): Promise<FoundProject> {
  const problem = await folderProblem(folder)
  if (problem !== null) return { problem, ...nothing }
  const paths = await filesOf(folder, scriptFolders, (name) => name.endsWith('.sh'))
  const composeFiles = await filesOf(folder, composeFolders, isComposeFile)
  const hasApp = side === 'looma' && (await isFileInside(folder, appFile))
  const isProject =
    hasApp ||
    paths.some((path) => isMark(side, path)) ||
    (side === 'zervigo' && (composeFiles.length > 0 || (await hasZervigoFolder(folder))))
  if (!isProject) return { problem: 'not-a-project', ...nothing }
  const scripts: Script[] = []
  for (const path of paths) scripts.push(await scriptAt(side, folder, path))
  const offers = launchOffers({ side, scripts, composeFiles, hasApp })
  return { problem: null, offers, scripts, composeFiles }
}

/** Both trees have a `smart-shutdown.sh`, which therefore says nothing. */
function isMark(side: ProjectSide, path: string): boolean {
  return projectSides.every((each) => (knownScript(each, path) !== null) === (each === side))
}

async function folderProblem(folder: string): Promise<ProjectProblem | null> {
  if (!isAbsolute(folder)) return 'missing'
  try {
    if (!(await stat(folder)).isDirectory()) return 'not-a-folder'
    await access(folder, constants.R_OK | constants.X_OK)
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT') return 'missing'
    return code === 'ENOTDIR' ? 'not-a-folder' : 'unreadable'
  }
}

async function hasZervigoFolder(folder: string): Promise<boolean> {
  const marks = ['scripts/maintenance', 'backend'].map(async (path) => {
    if ((await placeOf(folder, path)) !== 'inside') return false
    return (await stat(join(folder, path))).isDirectory()
  })
  return (await Promise.all(marks)).some(Boolean)
}

/** Files of a few folders alone, so that a huge tree costs no more than a small one. */
async function filesOf(
  folder: string,
  under: readonly string[],
  isWanted: (name: string) => boolean,
): Promise<string[]> {
  const found: string[] = []
  for (const place of under) {
    if (place !== '' && (await placeOf(folder, place)) !== 'inside') continue
    for (const name of await namesOf(join(folder, place), isWanted)) {
      const path = place === '' ? name : `${place}/${name}`
      if (await isFileInside(folder, path)) found.push(path)
    }
  }
  return found.slice(0, mostScripts)
}

async function namesOf(folder: string, isWanted: (name: string) => boolean): Promise<string[]> {
  const names: string[] = []
  let seen = 0
  try {
    for await (const { name } of await opendir(folder)) {
      seen += 1
      if (seen > mostEntries) break
      if (isWanted(name)) names.push(name)
    }
  } catch {
    // A folder that cannot be read offers nothing; the project's own one was looked at before.
  }
  return names.sort()
}

async function scriptAt(side: ProjectSide, folder: string, path: string): Promise<Script> {
  const known = knownScript(side, path)
  const isExecutable = await isRunnable(join(folder, path))
  const shown = await shownTraps(join(folder, path))
  return {
    path,
    purpose: known?.purpose ?? 'unknown',
    explains: known?.explains ?? stranger,
    warnings: distinct([...(known?.warnings ?? []), ...shown]),
    isExecutable,
    isKnown: known !== null,
  }
}

/** The text of a known script shows what is known of it once more. */
function distinct(warnings: readonly Bilingual[]): Bilingual[] {
  return [...new Map(warnings.map((warning) => [warning.zh, warning])).values()]
}

const stranger: Bilingual = {
  zh: '控制台不认识这个脚本，不知道它会做什么',
  en: 'The console does not know this script and cannot say what it will do',
}

/** Tells whether the system would run a file by itself; Windows runs no shell script. */
export async function isRunnable(file: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function shownTraps(file: string): Promise<Bilingual[]> {
  try {
    const text = (await readPart(file, mostScriptBytes)).toString('utf8')
    return await scriptTraps(readScriptText(text), pathExists)
  } catch {
    return [{ zh: '内容读不出来', en: 'Its text cannot be read' }]
  }
}

async function pathExists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
