import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020'
import { format } from 'prettier'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { RunReport } from '../../shared/domain/checklist'
import { csvReport } from './csv'
import { htmlReport } from './html'
import { junitReport } from './junit'
import { markdownReport } from './markdown'
import { hostile, hostileReport } from './report-fixture'
import { runReportSchema } from './schema'
import { durationText, localTime } from './time'
import { writeReports } from './write'

interface Element {
  tagName: string
  textContent: string
  getAttribute(name: string): string | null
  getAttributeNames(): string[]
}
interface Page {
  querySelectorAll(selector: string): ArrayLike<Element>
}
interface Dom {
  JSDOM: new (text: string, options?: { contentType: string }) => { window: { document: Page } }
}
const { JSDOM } = createRequire(import.meta.url)('jsdom') as Dom
const parsed = (text: string, contentType: string) => {
  const { document } = new JSDOM(text, { contentType }).window
  return (selector: string) => Array.from(document.querySelectorAll(selector))
}

const report = hostileReport()
const languages = ['zh-CN', 'en'] as const

describe('HTML', () => {
  it.each(languages)('holds nothing live from outside (%s)', (language) => {
    const find = parsed(htmlReport(report, language), 'text/html')
    for (const tag of ['script', 'img', 'iframe', 'svg', 'a', 'form', 'link', 'object']) {
      expect(find(tag)).toEqual([])
    }
    const attributes = new Set(find('body *').flatMap((element) => element.getAttributeNames()))
    expect([...attributes].sort()).toEqual(['class', 'open'])
    expect(find('meta[http-equiv]')[0]?.getAttribute('content')).toContain("default-src 'none'")
  })

  it('shows the hostile text as the text it is, and every item once', () => {
    const find = parsed(htmlReport(report, 'en'), 'text/html')
    expect(find('pre')[0]?.textContent).toContain('<script>alert(1)</script>')
    expect(find('details.item')).toHaveLength(report.items.length)
    expect(find('.headline')[0]?.textContent.replace(/\s+/g, ' ')).toContain(
      'FAIL 1 passed 1 failed 4 unproven of 6',
    )
  })
})

describe('JUnit', () => {
  it.each(languages)('is XML with the right counts (%s)', (language) => {
    const find = parsed(junitReport(report, language), 'application/xml')
    const [suite] = find('testsuite')
    const count = (name: string) => Number(suite?.getAttribute(name))
    expect(['tests', 'failures', 'errors', 'skipped'].map(count)).toEqual([6, 1, 1, 3])
    expect(find('testcase')).toHaveLength(6)
    expect([find('failure').length, find('error').length, find('skipped').length]).toEqual([
      1, 1, 3,
    ])
    expect(suite?.getAttribute('name')).toBe(
      report.environment.profile.name.replace('\0', '\ufffd'),
    )
  })

  it('calls no item passed that is not', () => {
    const find = parsed(junitReport(report, 'en'), 'application/xml')
    const empty = find('testcase').filter(({ textContent }) => textContent.trim() === '')
    const bare = find('testcase:not(:has(*))').map((element) => element.getAttribute('name'))
    expect(bare).toEqual(['basic.looma-up Looma CRM is up'])
    expect(empty.length).toBeGreaterThanOrEqual(1)
    for (const skipped of find('skipped')) {
      expect(skipped.getAttribute('message')).toMatch(/^(denied|blocked|skipped): /)
    }
  })
})

/** RFC 4180, by hand. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  const cells = /(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^,"\r\n]*))/g
  for (const found of text.matchAll(cells)) {
    if (found[0].startsWith('\r\n')) rows.push([])
    rows.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
  }
  return rows
}

describe('CSV', () => {
  it.each(languages)('keeps its columns and no cell is a formula (%s)', (language) => {
    const text = csvReport(report, language)
    expect(text.startsWith('\uFEFF')).toBe(true)
    const rows = readCsv(text.slice(1))
    expect(rows.at(-1)).toEqual([''])
    expect(rows.slice(0, -1).map((row) => row.length)).toEqual(Array<number>(7).fill(11))
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/)
    expect(rows.flat().some((cell) => cell.includes('=HYPERLINK("http://evil")'))).toBe(true)
  })
})

describe('Markdown', () => {
  it.each(languages)('keeps its tables and has no HTML and no link (%s)', (language) => {
    const text = markdownReport(report, language)
    const tables = text.split('\n\n').filter((block) => block.startsWith('|'))
    expect(tables.length).toBeGreaterThan(2)
    for (const block of tables) {
      const widths = block
        .trim()
        .split('\n')
        .map((row) => row.split(/(?<!\\)\|/).length)
      expect(new Set(widths).size).toBe(1)
    }
    expect(/(?<!\\)<[a-z!/]/i.exec(text)).toBeNull()
    expect(/(?<!\\)\]\(/.exec(text)).toBeNull()
    // eslint-disable-next-line no-control-regex -- a terminal would obey them
    expect(/[\u0000-\u0009\u000b-\u001f]/.exec(text)).toBeNull()
    expect(text).toContain('1 · ')
  })

  it('cannot be given a heading of its own', () => {
    const lines = markdownReport(report, 'en').split('\n')
    expect(lines.filter((line) => line.startsWith('# '))).toHaveLength(1)
    expect(lines.filter((line) => /^#{2,6} /.test(line))).toHaveLength(11)
  })
})

describe('writeReports', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const formats = ['json', 'md', 'html', 'junit', 'csv'] as const
  const options = {
    ...({ formats, language: 'zh-CN', printPdf: null } as const),
    mask: (text: string) => text,
  }
  const failure = (promise: Promise<unknown>) => promise.then(String, (error: unknown) => error)

  it('writes every format once, JSON as the run itself', async () => {
    const target = join(folder, 'new', 'deep')
    const twice = { ...options, formats: [...formats, ...formats], folder: target }
    expect(await writeReports(report, twice)).toEqual([
      ...['report.json', 'report.md', 'report.html', 'junit.xml', 'report.csv'],
    ])
    expect((await readdir(target)).sort()).toEqual([
      ...['junit.xml', 'report.csv', 'report.html', 'report.json', 'report.md'],
    ])
    const json: unknown = JSON.parse(await readFile(join(target, 'report.json'), 'utf8'))
    expect(RunReport.parse(json)).toEqual(report)
  })

  it('masks every file', async () => {
    const target = join(folder, 'masked')
    const mask = (text: string) => text.replaceAll(hostile.secret, '***')
    const files = await writeReports(report, { ...options, folder: target, mask })
    for (const file of files) {
      expect(await readFile(join(target, file), 'utf8')).not.toContain(hostile.secret)
    }
  })

  it('says that a folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), 'x')
    const error = await failure(writeReports(report, { ...options, folder: join(folder, 'file') }))
    expect(error).toMatchObject({ code: 'storage', facts: { folder: join(folder, 'file') } })
  })

  it('leaves no half file where one cannot take its place', async () => {
    const target = join(folder, 'blocked')
    await mkdir(join(target, 'report.md', 'occupied'), { recursive: true })
    const error = await failure(writeReports(report, { ...options, folder: target }))
    expect(error).toMatchObject({ code: 'storage' })
    expect((await readdir(target)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

describe('the published JSON Schema', () => {
  const published = join(import.meta.dirname, '../../shared/run-report.schema.json')

  it('is the schema of what is written', async () => {
    const options = { parser: 'json', printWidth: 100 }
    const text = await format(JSON.stringify(runReportSchema()), options)
    await expect(text).toMatchFileSnapshot(published)
  })

  it('accepts what the console writes and refuses what it never would', async () => {
    const validate = new Ajv2020({ strict: false }).compile(
      z.looseObject({}).parse(JSON.parse(await readFile(published, 'utf8'))),
    )
    const written = z.looseObject({}).parse(JSON.parse(JSON.stringify(report)))
    expect(validate(written) ? null : validate.errors).toBeNull()
    for (const wrong of [
      { ...written, verdict: 'green' },
      { ...written, schema: 2 },
      { ...written, items: [{ id: 'api.nothing' }] },
      { ...written, totals: { passed: -1 } },
    ]) {
      expect(validate(wrong)).toBe(false)
    }
  })
})

describe('PDF', () => {
  it('prints the page with its evidence unfolded, masked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reports-pdf-'))
    const printed: string[] = []
    const files = await writeReports(report, {
      ...{ folder, formats: ['pdf'], language: 'zh-CN' },
      mask: (text) => text.replaceAll(hostile.secret, '***'),
      printPdf: (html) => {
        printed.push(html)
        return Promise.resolve(Buffer.from('%PDF-1.4'))
      },
    })
    expect(files).toEqual(['report.pdf'])
    expect(await readFile(join(folder, 'report.pdf'), 'utf8')).toBe('%PDF-1.4')
    expect(printed.join()).not.toContain(hostile.secret)
    const find = parsed(printed.join(), 'text/html')
    expect(find('details.item[open]')).toHaveLength(5)
    await rm(folder, { recursive: true, force: true })
  })

  it('is refused where there is no window to print with', async () => {
    const options = { formats: ['pdf'], language: 'en', printPdf: null, mask: String } as const
    await expect(writeReports(report, { ...options, folder: tmpdir() })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })
})

describe('times', () => {
  it('are read by people', () => {
    expect([durationText(84.4), durationText(3_249)]).toEqual(['84 ms', '3.2 s'])
    expect(localTime(Date.UTC(2025, 8, 23, 9, 2, 58))).toMatch(
      /^2025-09-2[234] \d\d:\d\d:58 [+-]\d\d:\d\d$/,
    )
  })
})
