import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OpsError } from '../../shared/errors'
import type { ReportFormat, RunReport } from '../../shared/domain/checklist'
import type { Language } from '../../shared/domain/text'
import { assertNoSecret, type SecretFinder } from '../evidence/leak'
import { csvReport } from './csv'
import { htmlReport } from './html'
import { junitReport } from './junit'
import { markdownReport } from './markdown'

const formats: Readonly<
  Record<
    Exclude<ReportFormat, 'pdf'>,
    { file: string; render(report: RunReport, language: Language): string }
  >
> = {
  json: { file: 'report.json', render: (report) => `${JSON.stringify(report, null, 2)}\n` },
  md: { file: 'report.md', render: markdownReport },
  html: { file: 'report.html', render: htmlReport },
  junit: { file: 'junit.xml', render: junitReport },
  csv: { file: 'report.csv', render: csvReport },
}

/** Options of one export. */
export interface WriteOptions {
  folder: string
  formats: readonly ReportFormat[]
  language: Language
  /** Masks whatever secret may still stand in the text. */
  mask(text: string): string
  /** Refuses a file in which a live secret stands all the same. */
  findSecret?: SecretFinder['findIn']
}

/** Writes the reports of a run; a file appears whole or not at all. Answers the file names. */
export async function writeReports(report: RunReport, options: WriteOptions): Promise<string[]> {
  const { folder, language, mask, findSecret } = options
  try {
    await mkdir(folder, { recursive: true })
    const files: string[] = []
    for (const format of new Set(options.formats)) {
      if (format === 'pdf') throw new OpsError('unsupported', 'pdf')
      const { file, render } = formats[format]
      const text = mask(render(report, language))
      if (findSecret !== undefined) assertNoSecret(file, text, { findIn: findSecret })
      await writeWhole(folder, file, text)
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

async function writeWhole(folder: string, file: string, text: string): Promise<void> {
  const beside = join(folder, `.${file}.${process.pid}.tmp`)
  try {
    await writeFile(beside, text)
    await rename(beside, join(folder, file))
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
