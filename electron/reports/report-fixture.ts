import { runVerdictOf, totalsOf, ItemResult, RunReport } from '../../shared/domain/checklist'
import type { Bilingual } from '../../shared/domain/text'

/** Text that a system under test could send to break a report. */
export const hostile = {
  html: '</pre></details><script>alert(1)</script><img src=x onerror=alert(1)>"\'&lt;b&gt;',
  markdown: '| x | y |\n# owned\n[click](http://evil) `code` **bold** <b>b</b> ![i](http://evil)\\',
  formula: '=HYPERLINK("http://evil")\n,;"',
  control: 'nul \u0000 esc \u001b[31m bell \u0007 lone \ud800 cr \r end ]]> <!-- <?xml',
  secret: 'S3cret-that-must-be-masked',
}
const everything = Object.values(hostile).join(' ')
const both = (text: string): Bilingual => ({ zh: text, en: text })

function causeOf(text: string) {
  return {
    ...{ code: `WRONG_SHAPE${text}`, reason: text, confidence: 'proven' },
    ...{ message: both(text), hint: both(text), facts: [{ name: text, value: text }] },
  }
}

function earlierOf(text: string) {
  return {
    ...{ attempt: 1, verdict: 'fail', durationMs: 3, cause: causeOf(text), calls: [] },
    assertions: [{ id: text, ok: false, expected: text, actual: text }],
  }
}

function item(part: Pick<ItemResult, 'id' | 'group' | 'verdict'>, text: string): ItemResult {
  const isPass = part.verdict === 'pass'
  return ItemResult.parse({
    ...part,
    title: both(isPass ? 'Looma CRM is up' : text),
    flaky: false,
    durationMs: 12.5,
    dependsOn: [],
    cause: isPass ? null : causeOf(text),
    attempt: isPass ? 1 : 2,
    earlier: isPass ? [] : [earlierOf(text)],
    manual: isPass
      ? null
      : {
          ...{ verdict: 'pass', note: text, name: text, at: 1_758_618_190_000 },
          automatic: { verdict: part.verdict, cause: causeOf(text) },
        },
    assertions: [{ id: text, ok: isPass, expected: text, actual: everything }],
    calls: [
      {
        method: 'POST',
        url: `http://127.0.0.1:8888/${encodeURIComponent('上海')}\`x\``,
        status: 502,
        durationMs: 3,
        request: hostile.html,
        response: everything,
        error: hostile.control,
      },
    ],
  })
}

/** A run with one item of every verdict, hostile text wherever text from outside may stand. */
export function hostileReport(): RunReport {
  const items = [
    item({ id: 'basic.looma-up', group: 'basic', verdict: 'pass' }, 'fine'),
    item({ id: 'basic.env', group: 'basic', verdict: 'fail' }, hostile.formula),
    item({ id: 'api.sync', group: 'api', verdict: 'denied' }, hostile.markdown),
    item({ id: 'data.talent-synced', group: 'data', verdict: 'blocked' }, hostile.html),
    item({ id: 'api.chat', group: 'api', verdict: 'skipped' }, everything),
    item({ id: 'api.health', group: 'api', verdict: 'unknown' }, `＝1+1 ${hostile.html}`),
  ]
  return RunReport.parse({
    schema: 1,
    run: {
      id: 'run-1',
      startedAt: 1_758_618_178_000,
      finishedAt: 1_758_618_180_500,
      tester: hostile.html,
      talentId: hostile.markdown,
      account: hostile.html,
      role: hostile.formula,
      readOnly: hostile.markdown,
    },
    verdict: runVerdictOf(items),
    totals: totalsOf(items),
    items,
    findings: [
      {
        ...{ code: 'contract-drift', message: both(hostile.markdown), detail: hostile.html },
        diff: {
          added: [{ path: hostile.markdown, type: hostile.html }],
          removed: [{ path: hostile.formula, type: 'string' }],
          changed: [{ path: hostile.control, before: hostile.html, after: hostile.markdown }],
        },
      },
    ],
    rootCauses: [{ cause: causeOf(everything), explains: ['basic.env', 'api.sync'] }],
    gate: {
      ...{ isOpen: false, sentence: both(everything) },
      rules: [{ id: 'failed', ok: false, expected: '0', actual: hostile.html }],
    },
    notes: [
      { id: 'n1', itemId: 'api.sync', text: everything, name: hostile.html, at: 1_758_618_191_000 },
    ],
    attachments: [
      {
        ...{ id: 'a1', itemId: null, fileName: hostile.html, type: 'image/png', bytes: 12 },
        ...{ sha256: '0'.repeat(64), name: hostile.formula, at: 1_758_618_192_000 },
      },
    ],
    signOffs: [
      {
        ...{ name: hostile.html, statement: everything, at: 1_758_618_193_000, gateOpen: false },
        ...{ sha256: '1'.repeat(64), withdrawn: { name: 'x', reason: hostile.markdown, at: 2 } },
      },
    ],
    environment: {
      consoleVersion: '0.1.0',
      platform: 'linux-x64',
      profile: { id: 'test', name: '"><script>x</script>\u0000' },
      services: [
        {
          ...{ id: 'auth', url: 'http://127.0.0.1:8207', health: 'failing' },
          ...{ reportedName: hostile.markdown, version: hostile.html },
        },
      ],
    },
  })
}
