import type { Attachment } from '../../shared/domain/records'
import type { LogExcerpt } from '../../shared/domain/evidence'

/** Version of the bundle format that this console writes and the newest it reads. */
export const bundleVersion = 1

/** Where things stand in a bundle. */
export const bundlePaths = {
  manifest: 'manifest.json',
  run: 'run.json',
  page: 'index.html',
  readme: 'README.txt',
  hashes: 'hashes.txt',
  calls: 'evidence/calls.json',
  timeline: 'evidence/timeline.json',
  incidents: 'evidence/incidents.json',
  logs: 'evidence/logs.json',
  fingerprint: 'evidence/fingerprint.json',
} as const

/** Where an attachment stands, under a name that every system can write. */
export function attachmentPath({ id, fileName }: Pick<Attachment, 'id' | 'fileName'>): string {
  return `attachments/${plainName(id, 80)}-${plainName(fileName, 120)}`
}

/** Where the output of a service stands for people to read. */
export function logPath(service: string): string {
  return `evidence/logs/${plainName(service, 60)}.txt`
}

/** The excerpts of one service as text: time, source and line. */
export function logText(excerpts: readonly LogExcerpt[]): string {
  const time = (at: number) => new Date(at).toISOString()
  const blocks = excerpts.map(({ items, from, to, lines, omitted }) => {
    const head = [`# ${time(from)} … ${time(to)}  ${items.join(', ')}`]
    if (omitted > 0) head.push(`# … ${omitted}`)
    const body = lines.map(({ at, source, text }) => `${time(at)} ${source} ${text}`)
    return `${[...head, ...body].join('\n')}\n`
  })
  return blocks.join('\n')
}

/** Name of the bundle file: minute of its making in local time, and the run. */
export function bundleFileName(createdAt: number, runId: string): string {
  const date = new Date(createdAt)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`
  const time = `${two(date.getHours())}${two(date.getMinutes())}`
  return `looma-evidence-${day}-${time}-${plainName(runId, 60).slice(0, 8)}.zip`
}

/** What the files are and how anybody can check them without the console. */
export const readmeText = `联调控制台证据包 / Looma Console evidence bundle

文件 / Files
  manifest.json      清单：每个文件的大小和 SHA-256 / every file with its size and SHA-256
  run.json           运行报告 / the run as one object
  index.html         同一份报告，可用浏览器打开 / the same report for any browser
  evidence/          调用、健康时间线、事件、日志摘录、环境指纹
                     calls, health timeline, incidents, log excerpts, fingerprint of the environment
  attachments/       人工附件，按原样 / files that people attached, as they are
  hashes.txt         供 sha256sum 使用 / for sha256sum

手工验证 / Checking by hand
  1. 解压后在该文件夹中运行 / unpack, and in that folder run:
       sha256sum -c hashes.txt          (macOS: shasum -a 256 -c hashes.txt)
  2. 清单自身的摘要 / the digest of the manifest itself:
       sha256sum manifest.json
     与控制台显示的摘要比较；下一个证据包的 "previous" 里也写着它。
     Compare it with the one that the console shows; the next bundle names it as "previous".

脱敏 / Redaction
  密码和令牌已替换为 ***；同一个值的标记相同。清单里写明每条规则替换了多少处（不含值），
  以及哪些文件已搜索、哪些文件（例如图片）无法搜索。仍有有效密钥时不会生成证据包。
  Passwords and tokens are replaced by ***; equal values have equal marks. The manifest says how
  often each rule replaced something (never what), which files were searched and which, such as
  pictures, cannot be. "marks" counts the marks in all files. While a live secret stands in any
  file, no bundle is written.
`

/** Text with letters, digits and a few signs only; never empty, hidden, or a way elsewhere. */
function plainName(name: string, most: number): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^[._]+/, '')
    .replace(/\.+$/, '')
  if (plain.length <= most) return plain === '' ? '_' : plain
  const dot = plain.lastIndexOf('.')
  const ending = dot > 0 && plain.length - dot <= 10 ? plain.slice(dot) : ''
  return plain.slice(0, most - ending.length) + ending
}
