import type { Bilingual } from '../../shared/domain/text'

/** Says whether a path exists on this machine. */
export type PathExists = (path: string) => Promise<boolean>

/** What a script's text shows about what it will do, whoever wrote it. */
export interface ScriptText {
  /** The commands alone: without comments and without what is only printed. */
  code: string
}

interface Trap {
  shows: RegExp
  warning: Bilingual
}

const traps: readonly Trap[] = [
  {
    shows: /\bdocker\s+(?:system\s+prune\b[^\n;|&]*--volumes|volume\s+(?:prune|rm))/,
    warning: {
      zh: '会清理 Docker 数据卷：没有容器在用的数据会永久丢失',
      en: 'Prunes docker volumes: data that no container uses is lost for good',
    },
  },
  {
    shows: /\bdocker[\s-]compose\b[^\n;|&]*\bdown\b[^\n;|&]*(?:\s-v\b|--volumes\b)/,
    warning: {
      zh: '停止时会删除 compose 的数据卷',
      en: 'Removes the volumes of compose when it stops',
    },
  },
  {
    shows: /\bdocker\s+(?:system|image|network|container|builder)\s+prune\b/,
    warning: {
      zh: '会清理没有在用的 Docker 镜像、网络或容器，不只是这个项目的',
      en: 'Prunes unused docker images, networks or containers, not only those of this project',
    },
  },
  {
    shows: /\b(?:pkill|killall)\b/,
    warning: {
      zh: '按名字结束进程（pkill/killall），可能误伤同名的其他程序',
      en: 'Ends processes by name (pkill/killall), which may hit other programs of that name',
    },
  },
  {
    shows: /\b(?:lsof\s+(?:-\w+\s+)*-\w*t\w*|fuser\s+-\w*k)/,
    warning: {
      zh: '按端口结束进程：凡是连着这个端口的程序都会被结束，包括只是客户端的浏览器和控制台',
      en: 'Ends processes by port: every program connected to it, also mere clients such as a browser or this console',
    },
  },
  {
    shows: /\bkill\s+(?:-9|-KILL|-SIGKILL|-s\s+(?:9|KILL|SIGKILL))\b/,
    warning: {
      zh: '用 kill -9 强制结束进程，来不及保存',
      en: 'Ends processes with kill -9, which leaves them no time to save',
    },
  },
  {
    shows:
      /(?:^|[;&|({]|\b(?:do|then|else|if|while|until|!))\s*(?:IFS=\S*\s+)?read\s+(?:-[a-oq-z]+\s+)*-\w*p|(?:^|[;&|({]|\b(?:do|then|else))\s*select\s+\w+\s+in\b/m,
    warning: {
      zh: '会在终端里提问；控制台运行它时没有终端，问题得不到回答',
      en: 'Asks a question in the terminal; the console runs it without one, so nobody answers',
    },
  },
  {
    shows: /\bsudo\b/,
    warning: {
      zh: '用到 sudo：没有终端就输不了密码，会失败',
      en: 'Uses sudo: without a terminal no password can be given, so it fails',
    },
  },
  {
    shows: /\brm\s+(?:-\w+\s+)*-\w*(?:r\w*f|f\w*r|R\w*f|f\w*R)|\brm\s+-[rR]\s+-f|\brm\s+-f\s+-[rR]/,
    warning: { zh: '会递归删除文件（rm -rf）', en: 'Deletes folders (rm -rf)' },
  },
  {
    shows: /\bgit\s+(?:clean\b|reset\s+--hard\b|checkout\s+(?:--\s+)?\.(?:\s|$))/m,
    warning: {
      zh: '会丢弃没有提交的改动（git clean/reset）',
      en: 'Throws away changes that are not committed (git clean/reset)',
    },
  },
  {
    shows:
      /\bbrew\s+services\s+(?:stop|restart)\b|\b(?:systemctl|service)\s+(?:stop\s+\S*(?:mysql|maria|redis|postgres|neo4j|mongo|consul|elastic)|\S*(?:mysql|maria|redis|postgres|neo4j|mongo|consul|elastic)\S*\s+stop)|\b(?:mysqladmin|redis-cli)\b[^\n;|&]*\bshutdown\b|\bpg_ctl\b[^\n;|&]*\bstop\b|\bneo4j\s+stop\b/,
    warning: {
      zh: '会停止这台机器上的数据库，其他项目也会受影响',
      en: 'Stops databases of this machine, which other projects may use',
    },
  },
  {
    shows: />\s*"?\/tmp\/[^\s"';]*(?:token|jwt|secret|passw)/i,
    warning: {
      zh: '把令牌或密码明文写到 /tmp，这台机器上的人都能读',
      en: 'Writes a token or password to /tmp in clear, where everybody on this machine can read it',
    },
  },
  {
    shows: /\bnohup\b|\bsetsid\b|\bdisown\b/,
    warning: {
      zh: '把服务放到后台就退出：脚本成功结束不等于服务已经可用',
      en: 'Leaves services in the background and ends: its success does not mean that they work',
    },
  },
]

/** Longest part of a script that is looked at. */
export const mostScriptBytes = 256 * 1024

/** Reduces a script to what runs, so that neither a comment nor a printed sentence raises alarm. */
export function readScriptText(text: string): ScriptText {
  const joined = text.replace(/\r/g, '').replace(/\\\n/g, ' ')
  const code = joined.split('\n').map(withoutComment).join('\n')
  return { code: code.replace(printed, '$1 ') }
}

/** Printing is harmless unless it runs something inside its words. */
const printed =
  /(^|[;&|({]|\b(?:then|else|do)\b)[ \t]*(?:echo|printf)\b(?:[ \t]+(?:"(?:\\.|[^"\\`$]|\$(?!\())*"|'[^']*'|(?:[^\s;|&><"'`$()]|\$(?!\())+))*/gm

function withoutComment(line: string): string {
  let quote = ''
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at)
    if (quote !== '') {
      if (char === '\\' && quote === '"') at += 1
      else if (char === quote) quote = ''
    } else if (char === '\\') at += 1
    else if (char === '"' || char === "'") quote = char
    else if (char === '#' && /^$|[\s;&|(]/.test(line.charAt(at - 1))) return line.slice(0, at)
  }
  return line
}

/** Warnings that the text of any script justifies by itself. */
export async function scriptTraps({ code }: ScriptText, exists: PathExists): Promise<Bilingual[]> {
  const found = traps.filter(({ shows }) => shows.test(code)).map(({ warning }) => warning)
  const foreign = await foreignHome(code, exists)
  return foreign === null ? found : [foreign, ...found]
}

/** A folder of somebody else's machine is what makes most copied scripts fail. */
async function foreignHome(code: string, exists: PathExists): Promise<Bilingual | null> {
  const paths = code.match(/(?<![\w.~}/-])\/(?:Users|home)\/[\w.-]+(?:\/[\w.@+-]+)*/g) ?? []
  for (const path of [...new Set(paths)].slice(0, 20)) {
    if (await exists(path)) continue
    return {
      zh: `写死了另一台机器的路径 ${path}，这里没有`,
      en: `Has the path of another machine written into it: ${path}, which does not exist here`,
    }
  }
  return null
}

/** Tells whether a script runs docker. */
export function needsDocker({ code }: ScriptText): boolean {
  return /(?:^|[\s;&|({`!])docker(?:-compose)?\s+[a-z-]/m.test(code)
}
