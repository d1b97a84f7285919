import type { StepProblem } from '../../shared/domain/plans'
import type { ProjectProblem } from '../../shared/domain/projects'
import type { Bilingual } from '../../shared/domain/text'
import { shellWord } from './shell-words'

function problem(code: string, message: Bilingual, hint: Bilingual): StepProblem {
  return { code, message, hint, port: null }
}

const chooseAnother: Bilingual = {
  zh: '在「环境」里重新选择项目文件夹',
  en: 'Choose the project folder again on the environment page',
}

const folderMessages: Record<ProjectProblem, Bilingual> = {
  missing: { zh: '项目文件夹不存在', en: 'The project folder does not exist' },
  'not-a-folder': { zh: '所选的不是文件夹', en: 'What was chosen is no folder' },
  unreadable: { zh: '项目文件夹没有读取权限', en: 'The project folder cannot be read' },
  'not-a-project': {
    zh: '文件夹里没有这个项目的脚本或程序',
    en: 'The folder holds no script or program of this project',
  },
}

const venvName = 'venv'

/** Commands to type in the project's folder. */
function makeVenv(platform: NodeJS.Platform): string {
  return platform === 'win32' ? `py -m venv ${venvName}` : `python3 -m venv ${venvName}`
}

/** Everything that may keep a project from being started, each with the next step. */
export const problems = {
  noFolder: () =>
    problem(
      'FOLDER_NOT_CHOSEN',
      { zh: '还没有选择项目文件夹', en: 'No project folder has been chosen' },
      { zh: '到“项目与脚本”里选择项目文件夹', en: 'Choose it under “Projects and scripts”' },
    ),
  folder: (why: ProjectProblem, folder: string) =>
    problem(
      `FOLDER_${why.replaceAll('-', '_').toUpperCase()}`,
      {
        zh: `${folderMessages[why].zh}：${folder}`,
        en: `${folderMessages[why].en}: ${folder}`,
      },
      chooseAnother,
    ),
  fileLost: (path: string) =>
    problem(
      'FILE_LOST',
      {
        zh: `文件不在项目里了：${path}`,
        en: `The file is no longer in the project: ${path}`,
      },
      { zh: '恢复它，或者换一种启动方式', en: 'Bring it back, or choose another way to start' },
    ),
  notExecutable: (path: string) =>
    problem(
      'SCRIPT_NOT_EXECUTABLE',
      { zh: `脚本没有执行权限：${path}`, en: `The script is not executable: ${path}` },
      {
        zh: `在项目文件夹里执行：chmod +x ${shellWord(path)}`,
        en: `Run in the project folder: chmod +x ${shellWord(path)}`,
      },
    ),
  crlf: (path: string) =>
    problem(
      'SCRIPT_CRLF',
      {
        zh: `脚本是 Windows 换行（CRLF），shell 执行不了：${path}`,
        en: `The script has Windows line ends (CRLF), which no shell runs: ${path}`,
      },
      {
        zh: `在项目文件夹里执行：perl -pi -e 's/\\r$//' ${shellWord(path)}`,
        en: `Run in the project folder: perl -pi -e 's/\\r$//' ${shellWord(path)}`,
      },
    ),
  noInterpreter: (path: string) =>
    problem(
      'SCRIPT_NO_INTERPRETER',
      {
        zh: `脚本第一行没有 #!，系统不知道用什么执行：${path}`,
        en: `The script does not begin with #!, so nothing says what runs it: ${path}`,
      },
      {
        zh: '把第一行写成 #!/usr/bin/env bash（前面不能有空格或 BOM）',
        en: 'Make its first line #!/usr/bin/env bash, with no space or BOM before it',
      },
    ),
  interpreterMissing: (path: string, interpreter: string) =>
    problem(
      'SCRIPT_INTERPRETER_MISSING',
      {
        zh: `脚本 ${path} 需要 ${interpreter}，这台机器上没有`,
        en: `The script ${path} needs ${interpreter}, which this machine does not have`,
      },
      {
        zh: `安装 ${interpreter}，或改正脚本的第一行`,
        en: `Install ${interpreter}, or correct the first line of the script`,
      },
    ),
  venvMissing: (platform: NodeJS.Platform, hasRequirements: boolean) => {
    const command = hasRequirements
      ? `${makeVenv(platform)} && ${pipInstall(platform, venvName)} -r requirements.txt`
      : makeVenv(platform)
    return problem(
      'VENV_MISSING',
      {
        zh: '没有虚拟环境（venv/ 或 .venv/）',
        en: 'There is no virtual environment (venv/ or .venv/)',
      },
      {
        zh: `在项目文件夹里执行：${command}`,
        en: `Run in the project folder: ${command}`,
      },
    )
  },
  venvBroken: (platform: NodeJS.Platform, name: string, reason: string) => {
    const again = `${makeVenv(platform).replace(/venv$/, '')}--clear ${name}`
    return problem(
      'VENV_BROKEN',
      {
        zh: `虚拟环境 ${name}/ 的 Python 不能运行：${reason}`,
        en: `The Python of ${name}/ does not run: ${reason}`,
      },
      {
        zh: `在项目文件夹里重建：${again}`,
        en: `Make it again in the project folder: ${again}`,
      },
    )
  },
  packages: (platform: NodeJS.Platform, name: string, wrong: readonly string[]) => {
    const command = `${pipInstall(platform, name)} -r requirements.txt`
    const shown = listed(wrong)
    return problem(
      'PACKAGES_MISSING',
      {
        zh: `缺少依赖或版本不符（${wrong.length} 个）：${shown}`,
        en: `Packages missing or of another version (${wrong.length}): ${shown}`,
      },
      {
        zh: `在项目文件夹里执行：${command}`,
        en: `Run in the project folder: ${command}`,
      },
    )
  },
  requirements: (reason: string) =>
    problem(
      'REQUIREMENTS_UNREADABLE',
      {
        zh: `requirements.txt 读不出来：${reason}`,
        en: `requirements.txt cannot be read: ${reason}`,
      },
      { zh: '检查文件和权限', en: 'Look at the file and its permissions' },
    ),
  envMissing: (file: string, keys: readonly string[], isNew: boolean) =>
    problem(
      'ENV_MISSING',
      isNew
        ? { zh: `没有 ${file}`, en: `There is no ${file}` }
        : {
            zh: `${file} 缺少 ${keys.length} 个配置项：${listed(keys)}`,
            en: `${file} lacks ${keys.length} keys: ${listed(keys)}`,
          },
      {
        zh: '确认后由控制台补上缺少的行；原有内容不变，先留备份',
        en: 'Agree, and the console adds the missing lines; what is there stays, with a backup first',
      },
    ),
  envUnusable: (file: string, reason: Bilingual) =>
    problem(
      'ENV_UNUSABLE',
      { zh: `${file} 不能用：${reason.zh}`, en: `${file} cannot be used: ${reason.en}` },
      { zh: '改正这个文件后重试', en: 'Correct the file and try again' },
    ),
} as const

function pipInstall(platform: NodeJS.Platform, name: string): string {
  return platform === 'win32'
    ? `${name}\\Scripts\\python -m pip install`
    : `${name}/bin/python -m pip install`
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ')
  return names.length > 12 ? `${shown} …` : shown
}
