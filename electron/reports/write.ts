import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OpsError } from '../../shared/errors'
import type { ReportFormat, RunReport } from '../../shared/domain/checklist'
import type { Language } from '../../shared/domain/text'
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
}

/** Writes the reports of a run; a file appears whole or not at all. Answers the file names. */
export async function writeReports(report: RunReport, options: WriteOptions): Promise<string[]> {
  const { folder, language, mask } = options
  try {
    await mkdir(folder, { recursive: true })
    const files: string[] = []
    for (const format of new Set(options.formats)) {
      if (format === 'pdf') throw new OpsError('unsupported', 'pdf')
      const { file, render } = formats[format]
      await writeWhole(folder, file, mask(render(report, language)))
      files.push(file)
    }
    return files
  } catch (error) {
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
