import type { StopQuestion } from '../process/stop-holder'

/** Where the form of the question leads; nothing is ever loaded from there. */
export const confirmHost = 'confirm'

/** Longest name that is read from the form. */
const longestName = 200

/** What the form says when it is sent. */
export type ConfirmAnswer = { kind: 'name'; name: string } | { kind: 'cancel' }

/** Reads the address that a sent form leads to; null when it is not the form's. */
export function answerIn(address: string, origin: string): ConfirmAnswer | null {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return null
  }
  if (`${url.protocol}//${url.host}` !== origin) return null
  if (url.pathname === '/cancel') return { kind: 'cancel' }
  const name = url.searchParams.get('name')
  if (url.pathname !== '/answer' || name === null || name.length > longestName) return null
  return { kind: 'name', name: name.trim() }
}

/** The question in both languages as a page without scripts; a wrong name is said and asked again. */
export function confirmPage(question: StopQuestion, wrongName: string | null): string {
  const { name, port, pid, command, user, isImmediate } = question
  const facts: (readonly [string, string])[] = [
    ['端口 / Port', String(port)],
    ['程序 / Program', name],
    ['PID', String(pid)],
    ['命令 / Command', command],
    ['用户 / User', user ?? '—'],
  ]
  const how = isImmediate
    ? 'Windows 会立即结束它，不给它保存的机会。 Windows ends it at once, without a chance to save.'
    : '控制台会请它结束（SIGTERM），不会强制结束。 The console asks it to end (SIGTERM) and does not force it.'
  const title =
    wrongName === null
      ? '停止外部进程 / Stop a foreign process'
      : '程序名不一致 / Not the program’s name'
  const rows = facts.map(([label, value]) => `<dt>${escape(label)}</dt><dd>${escape(value)}</dd>`)
  const wrong =
    wrongName === null
      ? ''
      : `<p class="wrong" role="alert">“${escape(wrongName)}” 与程序名 “${escape(name)}” 不一致，没有停止任何进程。<br>“${escape(wrongName)}” is not the program's name “${escape(name)}”; nothing was stopped.</p>`
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title>
<style>${style}</style></head><body>
<h1>停止不属于控制台的进程？<br><small>Stop a process that is not the console's?</small></h1>
<dl>${rows.join('')}</dl>
<p>${escape(how)}</p>
${wrong}<form action="/answer" method="get">
<label for="name">请键入程序名 <b>${escape(name)}</b> 以确认 / Type the program's name to confirm</label>
<input id="name" name="name" maxlength="${longestName}" autocomplete="off" spellcheck="false" autofocus required>
<div class="actions"><button type="submit" class="stop">停止 / Stop</button>
<button type="submit" formaction="/cancel" formnovalidate>取消 / Cancel</button></div></form>
</body></html>`
}

function escape(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character)
}

const style = `
:root { color-scheme: light dark; font: 13px/1.5 system-ui, sans-serif; }
body { margin: 20px; }
h1 { margin: 0 0 12px; font-size: 16px; line-height: 1.35; }
small { font-weight: 400; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 16px; margin: 0; }
dt { opacity: .75; }
dd { margin: 0; max-height: 6em; overflow: auto; overflow-wrap: anywhere; font-family: monospace; }
label { display: block; margin-bottom: 4px; }
input { box-sizing: border-box; width: 100%; padding: 6px 8px; font: inherit; font-family: monospace; }
.wrong { padding: 6px 10px; border-left: 3px solid #c92a2a; }
.actions { display: flex; flex-direction: row-reverse; gap: 8px; margin-top: 14px; }
button { padding: 6px 14px; font: inherit; }
.stop { border: 1px solid #c92a2a; border-radius: 3px; background: #c92a2a; color: #fff; }
`
