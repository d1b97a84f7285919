import type { Bilingual } from '../../shared/domain/text'
import type { KnownScript } from './script-catalogue'
import { trapWarnings } from './trap-warnings'

/** Traps of the known scripts that several of them share; some show in the text of any script. */
export const knownTraps = {
  ...trapWarnings,
  fixedRoot: {
    zh: '项目根目录写死为一个 macOS 路径；源码放在别处时什么也启动不了',
    en: 'Its project root is a fixed macOS path; with the tree anywhere else nothing starts',
  },
  anyAnswer: {
    zh: '等待健康时任何 HTTP 回答都算通过，404 和 500 也算',
    en: 'Takes any HTTP answer for health, also 404 and 500',
  },
  alwaysZero: {
    zh: '有服务没起来时也显示成功、以 0 退出',
    en: 'Says success and exits 0 although something failed',
  },
  stopsDatabases: {
    zh: '还会停止 Consul、Neo4j、PostgreSQL、Redis、MySQL，其他项目也会受影响',
    en: 'Also stops Consul, Neo4j, PostgreSQL, Redis and MySQL, which other projects may use',
  },
  startsDatabases: {
    zh: '会用 Homebrew 启动 MySQL、Redis、PostgreSQL、Neo4j',
    en: 'Starts MySQL, Redis, PostgreSQL and Neo4j through Homebrew',
  },
  ignoresInterrupt: {
    zh: '捕获了中断信号后继续跑，Ctrl+C 停不下它',
    en: 'Traps the interrupt and goes on, so Ctrl+C does not stop it',
  },
  countsFailures: {
    zh: '把失败的回答也算成通过，结果不能当证据',
    en: 'Counts failed answers as passed, so its result proves nothing',
  },
  polls: {
    zh: '一直轮询，不会自己结束',
    en: 'Polls for ever and does not end by itself',
  },
} satisfies Record<string, Bilingual>

type Rest = Partial<Pick<KnownScript, 'warnings' | 'family' | 'risk' | 'isOffered' | 'arguments'>>

/** Makes an entry of the catalogue; what is not said is harmless. */
export function known(
  name: string,
  purpose: KnownScript['purpose'],
  explains: Bilingual,
  rest: Rest = {},
): KnownScript {
  const isOffered = purpose === 'start' || purpose === 'stop'
  const defaults = { warnings: [], family: '', risk: 0 as const, isOffered }
  return { name, purpose, explains, arguments: { start: [], stop: [] }, ...defaults, ...rest }
}
