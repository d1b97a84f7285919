import type { Bilingual } from '../../shared/domain/text'
import { trapWarnings } from './trap-warnings'

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
    shows: /\bdocker[ \t]+(?:system[ \t]+prune\b[^\n;|&]{0,400}--volumes|volume[ \t]+(?:prune|rm))/,
    warning: trapWarnings.volumes,
  },
  {
    shows: /\bdocker[\s-]compose\b[^\n;|&]{0,400}\bdown\b[^\n;|&]{0,400}(?:\s-v\b|--volumes\b)/,
    warning: trapWarnings.composeVolumes,
  },
  {
    shows: /\bdocker[ \t]+(?:system|image|network|container|builder)[ \t]+prune\b/,
    warning: trapWarnings.prune,
  },
  {
    shows: /\b(?:pkill|killall)\b/,
    warning: trapWarnings.byName,
  },
  {
    shows: /\b(?:lsof[ \t]+(?:-\w+[ \t]+)*-\w*t\w*|fuser[ \t]+-\w*k)/,
    warning: trapWarnings.byPort,
  },
  {
    shows: /\bkill[ \t]+(?:-9|-KILL|-SIGKILL|-s[ \t]+(?:9|KILL|SIGKILL))\b/,
    warning: trapWarnings.forced,
  },
  {
    shows:
      /(?:^|[;&|({]|\b(?:do|then|else|if|while|until|!))[ \t]*(?:IFS=\S*[ \t]+)?read[ \t]+(?:-[a-oq-z]+[ \t]+)*-\w*p|(?:^|[;&|({]|\b(?:do|then|else))[ \t]*select[ \t]+\w+[ \t]+in\b/m,
    warning: trapWarnings.asks,
  },
  {
    shows: /(?<![\w#/.-])sudo(?=\s|$)/m,
    warning: trapWarnings.sudo,
  },
  {
    shows:
      /\brm[ \t]+(?:-\w+[ \t]+)*-\w*(?:r\w*f|f\w*r|R\w*f|f\w*R)|\brm[ \t]+-[rR][ \t]+-f|\brm[ \t]+-f[ \t]+-[rR]/,
    warning: trapWarnings.deletes,
  },
  {
    shows: /\bgit[ \t]+(?:clean\b|reset[ \t]+--hard\b|checkout[ \t]+(?:--[ \t]+)?\.(?:\s|$))/m,
    warning: trapWarnings.discards,
  },
  {
    shows:
      /\bbrew[ \t]+services[ \t]+(?:stop|restart)\b|\b(?:systemctl|service)[ \t]+(?:stop[ \t]+\S*(?:mysql|maria|redis|postgres|neo4j|mongo|consul|elastic)|\S*(?:mysql|maria|redis|postgres|neo4j|mongo|consul|elastic)\S*[ \t]+stop)|\b(?:mysqladmin|redis-cli)\b[^\n;|&]{0,400}\bshutdown\b|\bpg_ctl\b[^\n;|&]{0,400}\bstop\b|\bneo4j[ \t]+stop\b/,
    warning: trapWarnings.databases,
  },
  {
    shows: />[ \t]*"?\/tmp\/[^\s"';]*(?:token|jwt|secret|passw)/i,
    warning: trapWarnings.tokenFile,
  },
  {
    shows: /\bnohup\b|\bsetsid\b|\bdisown\b/,
    warning: trapWarnings.background,
  },
]

/** Longest part of a script that is looked at. */
export const mostScriptBytes = 256 * 1024

/** What follows on such a line is data; looking through it would take a hostile file's time. */
const longestLine = 4_000

/** Reduces a script to what runs, so that neither a comment nor a printed sentence raises alarm. */
export function readScriptText(text: string): ScriptText {
  const joined = text.replace(/\r/g, '').replace(/\\\n/g, ' ')
  const lines = joined.split('\n').map((line) => withoutComment(line.slice(0, longestLine)))
  const code = lines.join('\n')
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
  return /(?:^|[\s;&|({`!])docker(?:-compose)?[ \t]+[a-z-]/m.test(code)
}
