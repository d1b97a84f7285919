import type { StepProblem } from '../../shared/domain/plans'
import type { Bilingual } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import { dockerProblemOf } from './docker-problems'

type Facts = OpsError['facts']

/** A problem that is not about a port. */
export function problem(code: string, message: Bilingual, hint: Bilingual): StepProblem {
  return { code, message, hint, port: null }
}

/** Whatever a step threw, as a plain cause and the next step for a person. */
export function problemOf(error: unknown): StepProblem {
  const full = diskProblem(error)
  if (full !== null) return full
  if (!(error instanceof OpsError)) return unexpected(error)
  const { code, facts, message } = error
  if (code === 'port') return portProblem(facts)
  if (code === 'process') return processProblem(facts, message)
  if (code === 'busy') return busyProblem(facts, message)
  if (code === 'aborted') return abortedProblem()
  const cause = { zh: `${kinds[code] ?? '没有做成'}：${message}`, en: message }
  return problem(code.toUpperCase(), cause, hints[code] ?? hints.other)
}

export const givenUp = 'GIVEN_UP'

/** A step that a person waits for no longer. */
export function givenUpProblem(): StepProblem {
  return problem(
    givenUp,
    { zh: '不再等它，这一步没有做完', en: 'Nobody waits for it any more; this step is not done' },
    {
      zh: '已经启动的都还在运行。重试会接着等；也可以重新启动，或说明理由后跳过',
      en: 'What has been started still runs. Trying again waits on; it can also be started again, or skipped with the reason',
    },
  )
}

/** A step that ended because the plan was cancelled. */
export function abortedProblem(): StepProblem {
  return problem(
    'ABORTED',
    { zh: '已取消，这一步没有做完', en: 'Cancelled before this step was done' },
    {
      zh: '已经启动的都还在运行；再准备一次即可从现状继续',
      en: 'What has been started still runs; prepare again to go on from here',
    },
  )
}

/** The kind of a failure whose details exist in one language only. */
const kinds: Partial<Record<OpsError['code'], string>> = {
  timeout: '超时',
  missing: '找不到',
  unsupported: '控制台做不了',
  storage: '读写磁盘失败',
  rejected: '不允许',
  malformed: '应答看不懂',
}

const hints: Record<string, Bilingual> & { other: Bilingual } = {
  timeout: {
    zh: '看它的日志：是卡住了还是只是慢；然后重试',
    en: 'See in its log whether it hangs or is only slow; then try again',
  },
  missing: {
    zh: '核对环境文件与项目文件夹里的名称，改正后重试',
    en: 'Compare the names in the profile and the project folder, correct them and try again',
  },
  unsupported: {
    zh: '控制台做不了这一步：请自己完成后带理由跳过',
    en: 'The console cannot do this step: do it yourself, then skip it with the reason',
  },
  storage: {
    zh: '查看磁盘与数据文件夹的权限，然后重试',
    en: 'Check the disk and the permissions of the data folder, then try again',
  },
  other: {
    zh: '看这一步的输出；解决后重试，或说明理由后跳过',
    en: 'See the output of this step; try again once solved, or skip it with the reason',
  },
}

const fullDisk = new Set(['ENOSPC', 'EDQUOT'])
const notWritable = new Set(['EACCES', 'EPERM', 'EROFS'])

/** The system's own word, also when something wraps it. */
function systemCode(error: unknown): { code: string; path: string } | null {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    if ('code' in one && typeof one.code === 'string' && /^E[A-Z0-9]+$/.test(one.code)) {
      return { code: one.code, path: 'path' in one && typeof one.path === 'string' ? one.path : '' }
    }
  }
  return null
}

function diskProblem(error: unknown): StepProblem | null {
  const found = systemCode(error)
  if (found === null) return null
  if (fullDisk.has(found.code)) {
    return problem(
      'DISK_FULL',
      { zh: `磁盘已满（${found.code}）`, en: `The disk is full (${found.code})` },
      { zh: '腾出空间后重试', en: 'Free some space and try again' },
    )
  }
  // A program that may not be executed is a process's own matter.
  const isFile = !(error instanceof OpsError) || error.code === 'storage'
  if (!isFile || !notWritable.has(found.code)) return null
  const where =
    found.path === '' ? { zh: '文件', en: 'a file' } : { zh: found.path, en: found.path }
  return problem(
    'NOT_WRITABLE',
    {
      zh: `不允许读写${spaced(where.zh)}（${found.code}）`,
      en: `No access to ${where.en} (${found.code})`,
    },
    { zh: '改正这个路径的权限后重试', en: 'Correct the permissions of this path and try again' },
  )
}

function unexpected(error: unknown): StepProblem {
  const text = error instanceof Error ? error.message : String(error)
  return problem(
    'INTERNAL',
    { zh: `控制台自己出错：${text}`, en: `The console itself failed: ${text}` },
    {
      zh: '这不说明系统有问题；重试，仍然出错请把日志交给维护者',
      en: 'This says nothing about the system; try again, and pass the log on if it fails again',
    },
  )
}

function portProblem(facts: Facts): StepProblem {
  const port = Number(facts['port'] ?? 0)
  return {
    ...portHeld(port, String(facts['service'] ?? facts['id'] ?? '?'), {
      pid: facts['pid'] ?? null,
      command: facts['command'] ?? null,
      user: facts['user'] ?? null,
    }),
  }
}

/** A port that somebody holds who does not belong there. */
export function portHeld(
  port: number,
  unit: string,
  who: {
    pid: number | string | null
    command: number | string | null
    user: number | string | null
  },
): StepProblem {
  const { zh, en } = holderWords(who)
  return {
    code: 'PORT_HELD',
    message: {
      zh: `${unit} 的端口 ${port} 被${spaced(zh)}占用`,
      en: `Port ${port} of ${unit} is held by ${en}`,
    },
    hint: {
      zh: '到“端口”页看清是谁：让它结束，或改用别的端口，然后重试',
      en: 'See on the Ports screen who it is: end it or use another port, then try again',
    },
    port: port > 0 && port <= 65_535 ? port : null,
  }
}

/** A holder in words: `pid 42 (python app.py, user anna)`. */
export function holderWords(who: {
  pid: number | string | null
  command: number | string | null
  user: number | string | null
}): Bilingual {
  const isKnown = (value: number | string | null) =>
    value !== null && value !== 'unknown' && value !== '?'
  const pid = isKnown(who.pid)
    ? { zh: `pid ${who.pid}`, en: `pid ${who.pid}` }
    : { zh: '未显示进程号的进程', en: 'a process whose pid is not shown' }
  const command = isKnown(who.command) ? [String(who.command)] : []
  const zh = [...command, ...(isKnown(who.user) ? [`用户 ${who.user}`] : [])]
  const en = [...command, ...(isKnown(who.user) ? [`user ${who.user}`] : [])]
  return zh.length === 0
    ? pid
    : { zh: `${pid.zh}（${zh.join('，')}）`, en: `${pid.en} (${en.join(', ')})` }
}

function busyProblem(facts: Facts, message: string): StepProblem {
  const { pid, file } = facts
  if (file !== undefined) return changedFile(String(file))
  if (pid === undefined)
    return problem('BUSY', { zh: `正忙：${message}`, en: message }, hints.other)
  return problem(
    'OTHER_CONSOLE',
    {
      zh: `另一个控制台（pid ${pid}）正在管理这个环境的进程`,
      en: `Another console (pid ${pid}) runs the processes of this profile`,
    },
    {
      zh: '在那个控制台里操作，或先退出它，然后重试',
      en: 'Use that console, or quit it first, then try again',
    },
  )
}

function changedFile(file: string): StepProblem {
  return problem(
    'FILE_CHANGED',
    {
      zh: `${file} 在提议之后被改过，什么也没有写`,
      en: `${file} has changed since the proposal; nothing was written`,
    },
    {
      zh: '重试这一步，看按现在的内容重新给出的提议',
      en: 'Try this step again and look at the proposal for what stands there now',
    },
  )
}

interface Said {
  code: string
  message(facts: Facts, id: string): Bilingual
  hint: Bilingual
}

const said: Record<string, Said> = {
  'cwd-missing': {
    code: 'FOLDER_MISSING',
    message: (facts, id) => ({
      zh: `${id} 的文件夹不存在：${facts['cwd'] ?? '?'}`,
      en: `The folder of ${id} does not exist: ${facts['cwd'] ?? '?'}`,
    }),
    hint: { zh: '改正环境或项目里的文件夹，然后重试', en: 'Correct the folder, then try again' },
  },
  'cwd-relative': {
    code: 'FOLDER_RELATIVE',
    message: (facts, id) => ({
      zh: `${id} 的文件夹不是绝对路径：${facts['cwd'] ?? '?'}`,
      en: `The folder of ${id} is not an absolute path: ${facts['cwd'] ?? '?'}`,
    }),
    hint: { zh: '写成绝对路径，然后重试', en: 'Make it an absolute path, then try again' },
  },
  missing: {
    code: 'PROGRAM_MISSING',
    message: (facts, id) => ({
      zh: `找不到 ${id} 的程序 ${facts['program'] ?? '?'}（在 ${facts['cwd'] ?? '?'} 里）`,
      en: `The program ${facts['program'] ?? '?'} of ${id} was not found (from ${facts['cwd'] ?? '?'})`,
    }),
    hint: {
      zh: '核对命令与文件夹：脚本可能不在这个仓库里；改正后重试',
      en: 'Compare command and folder: the script may not be in this repository; then try again',
    },
  },
  'not-executable': {
    code: 'NOT_EXECUTABLE',
    message: (facts, id) => ({
      zh: `${id} 的程序 ${facts['program'] ?? '?'} 没有执行权限`,
      en: `The program ${facts['program'] ?? '?'} of ${id} is not executable`,
    }),
    hint: { zh: '对它执行 chmod +x，然后重试', en: 'Run chmod +x on it, then try again' },
  },
  output: {
    code: 'OUTPUT_FILE',
    message: (_facts, id) => ({
      zh: `打不开 ${id} 的输出文件`,
      en: `The output file of ${id} cannot be opened`,
    }),
    hint: hints['storage'] ?? hints.other,
  },
  timeout: {
    code: 'NOT_READY',
    message: (facts, id) => {
      const seconds = Math.round(Number(facts['limitMs'] ?? 0) / 1_000)
      const zh = seconds > 0 ? `${seconds} 秒内` : '时限内'
      const en = seconds > 0 ? `within ${seconds} s` : 'in time'
      return { zh: `${id} ${zh}没有应答`, en: `${id} did not answer ${en}` }
    },
    hint: {
      zh: '看它的日志最后几行：常见是数据库没起来或监听了别的端口；然后重试',
      en: 'See the end of its log: often a database is down or it listens on another port; then try again',
    },
  },
  'left-nothing': {
    code: 'LEFT_NOTHING',
    message: (_facts, id) => ({
      zh: `${id} 的启动命令以 0 结束，没有留下带标记的进程，它的端口也一直没有人占用：没有迹象表明有服务管理器接手`,
      en: `The start command of ${id} ended with 0 and left no process with our tag, and nobody came to listen on its ports: nothing shows that a service manager took over`,
    }),
    hint: {
      zh: '看它的输出：有的脚本失败了也以 0 结束。重试会再运行一次；确实由服务管理器启动的，等它起来再重试，会被认出',
      en: 'See its output: some scripts end with 0 although they failed. Trying again runs it once more; what a service manager starts is recognised if you try again once it is up',
    },
  },
  untracked: {
    code: 'UNTRACKED',
    message: (_facts, id) => ({
      zh: `${id} 在应答，但找不到它的进程，也没有停止命令：控制台停不了它`,
      en: `${id} answers, but its process cannot be found and there is no stop command: the console could not stop it`,
    }),
    hint: {
      zh: '给它写上停止命令，或换一个不脱离后台的启动命令，然后重试',
      en: 'Name a stop command, or a start command that does not detach itself, then try again',
    },
  },
  stuck: {
    code: 'STUCK',
    message: (facts, id) => {
      const pids = facts['pids'] === undefined ? '' : `（pid ${facts['pids']}）`
      const en = facts['pids'] === undefined ? '' : ` (pid ${facts['pids']})`
      return {
        zh: `${id} 停不下来${pids}：强制结束也没有作用`,
        en: `${id} cannot be stopped${en}: even being killed had no effect`,
      }
    },
    hint: {
      zh: '它多半卡在磁盘或网络上：查看该进程，必要时重启机器',
      en: 'It most likely hangs on a disk or the network: look at the process; a reboot may be needed',
    },
  },
}

function processProblem(facts: Facts, message: string): StepProblem {
  const id = String(facts['id'] ?? '?')
  const reason = facts['code']
  const docker = dockerProblemOf(facts, message)
  if (docker !== null) return docker
  const known = said[String(reason)]
  if (known !== undefined) return problem(known.code, known.message(facts, id), known.hint)
  const isExit = typeof reason === 'number' || /^SIG[A-Z0-9]+$/.test(String(reason))
  if (isExit) return exited(id, reason ?? '?')
  const { code, zh } =
    reason === 'spawn'
      ? { code: 'SPAWN', zh: `${id} 的程序 ${facts['program'] ?? '?'} 启动不了` }
      : { code: 'PROCESS', zh: `${id} 的进程出了问题` }
  return problem(code, { zh: `${zh}：${message}`, en: message }, hints.other)
}

function exited(id: string, reason: number | string): StepProblem {
  const how = exitWords(reason)
  const left =
    reason === 0
      ? { zh: '，没有留下任何进程', en: ' and left no process behind' }
      : { zh: '', en: '' }
  return problem(
    'EXITED',
    {
      zh: `${id} 启动时就退出了：${how.zh}${left.zh}`,
      en: `${id} ended while starting: ${how.en}${left.en}`,
    },
    {
      zh: '原因通常在它输出的最后几行；改正后重试',
      en: 'The reason usually stands in its last lines of output; correct it and try again',
    },
  )
}

/** How a process ended, by its exit code or its signal. */
export function exitWords(reason: number | string | null): Bilingual {
  if (typeof reason === 'number') return { zh: `退出码 ${reason}`, en: `exit code ${reason}` }
  if (reason === null) return { zh: '不知道怎么结束的', en: 'nobody knows how' }
  return { zh: `信号 ${reason}`, en: `signal ${reason}` }
}

function spaced(zh: string): string {
  const before = /^[\x21-\x7e]/.test(zh) ? ' ' : ''
  const after = /[\x21-\x7e]$/.test(zh) ? ' ' : ''
  return `${before}${zh}${after}`
}
