import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunReport, type ReportFormat } from '../../shared/domain/checklist'
import { OpsError } from '../../shared/errors'
import type { Language } from '../../shared/domain/text'
import { assertNoSecret, type SecretFinder } from '../evidence/leak'
import { csvReport } from './csv'
import { htmlReport } from './html'
import { junitReport } from './junit'
import { markdownReport } from './markdown'

interface Format {
  file: string
  render(report: RunReport, language: Language): string
}

const formats: Readonly<Record<ReportFormat, Format>> = {
  json: { file: 'report.json', render: (report) => `${JSON.stringify(report, null, 2)}\n` },
  md: { file: 'report.md', render: markdownReport },
  html: { file: 'report.html', render: (report, language) => htmlReport(report, language) },
  pdf: {
    file: 'report.pdf',
    render: (report, language) => htmlReport(report, language, { unfolded: true }),
  },
  junit: { file: 'junit.xml', render: junitReport },
  csv: { file: 'report.csv', render: csvReport },
}

/** Puts a self-contained page on paper; answers the bytes of a PDF. */
export type PrintPdf = (html: string) => Promise<Uint8Array>

/** Options of one export. */
export interface WriteOptions {
  folder: string
  formats: readonly ReportFormat[]
  language: Language
  /** Masks whatever secret may still stand in the text. */
  mask(text: string): string
  /** Refuses a file in which a live secret stands all the same. */
  findSecret?: SecretFinder['findIn']
  /** Null where there is no browser to print with, as on the command line. */
  printPdf: PrintPdf | null
}

/** Writes the reports of a run; a file appears whole or not at all. Answers the file names. */
export async function writeReports(report: RunReport, options: WriteOptions): Promise<string[]> {
  const { folder, language, mask, printPdf, findSecret } = options
  const wanted = [...new Set(options.formats)]
  if (wanted.includes('pdf') && printPdf === null) {
    throw new OpsError('unsupported', 'a PDF is printed by the window; choose another format')
  }
  try {
    await mkdir(folder, { recursive: true })
    const files: string[] = []
    for (const format of wanted) {
      const { file, render } = formats[format]
      const text = mask(render(report, language))
      if (findSecret !== undefined) assertNoSecret(file, text, { findIn: findSecret })
      if (format === 'json') assertPublished(text)
      await writeWhole(folder, file, format === 'pdf' && printPdf ? await printPdf(text) : text)
      files.push(file)
    }
    return files
  } catch (error) {
    if (error instanceof OpsError && error.code === 'leak') throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new OpsError('storage', `cannot write the report: ${reason}`, {
      facts: { folder },
      cause: error,
    })
  }
}

/** What leaves as JSON has the published form (`shared/run-report.schema.json`), also once masked. */
function assertPublished(text: string): void {
  RunReport.parse(JSON.parse(text))
}

async function writeWhole(folder: string, file: string, content: string | Uint8Array) {
  const beside = join(folder, `.${file}.${process.pid}.tmp`)
  try {
    await writeFile(beside, content)
    await rename(beside, join(folder, file))
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
