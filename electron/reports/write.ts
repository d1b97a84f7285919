import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OpsError } from '../../shared/errors'
import type { ReportFormat, RunReport } from '../../shared/domain/checklist'
import type { Language } from '../../shared/domain/text'
import { csvReport } from './csv'
import { htmlReport } from './html'
import { junitReport } from './junit'
import { markdownReport } from './markdown'

const formats: Readonly<
  Record<ReportFormat, { file: string; render(report: RunReport, language: Language): string }>
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
  try {
    await mkdir(options.folder, { recursive: true })
    return await Promise.all(
      [...new Set(options.formats)].map(async (format) => {
        const { file, render } = formats[format]
        const beside = join(options.folder, `.${file}.${process.pid}.tmp`)
        await writeFile(beside, options.mask(render(report, options.language)))
        await rename(beside, join(options.folder, file))
        return file
      }),
    )
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new OpsError('storage', `cannot write the report: ${reason}`, {
      facts: { folder: options.folder },
      cause: error,
    })
  }
}
