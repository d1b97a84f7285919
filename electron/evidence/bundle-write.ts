import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunReport } from '../../shared/domain/checklist'
import type { BundleManifest, RedactionManifest, RunEvidence } from '../../shared/domain/evidence'
import type { AttachmentType } from '../../shared/domain/records'
import type { Language } from '../../shared/domain/text'
import { OpsError } from '../../shared/errors'
import { htmlReport } from '../reports/html'
import { maskReport } from '../store/report-mask'
import { maskDeep } from '../store/text-mask'
import { maskRules, noCounts, type Secrets } from '../zervigo/secrets'
import {
  attachmentPath,
  bundleFileName,
  bundlePaths,
  bundleVersion,
  logPath,
  logText,
  readmeText,
} from './bundle-layout'
import { sha256Of } from './digest'
import { assertNoSecret } from './leak'
import { pack, type BundleFile } from './pack'

/** A run and all that proves it. */
export interface BundleContent {
  report: RunReport
  /** Null when nothing was kept of this run. */
  evidence: RunEvidence | null
  /** Content of an attachment of the report, as it was added. */
  attachment(id: string): { type: AttachmentType; base64: string }
}

/** What a bundle is written with. */
export interface BundleOptions {
  folder: string
  language: Language
  consoleVersion: string
  createdAt: number
  previous: BundleManifest['previous']
  secrets: Pick<Secrets, 'mask' | 'maskBody' | 'findIn'>
}

/** Name and manifest digest of a written bundle. */
export interface BundleReceipt {
  file: string
  sha256: string
}

const searchable: readonly AttachmentType[] = ['text/plain', 'application/json']
/** What masking leaves in place of a secret. */
const markShape = /\*\*\*(?:#[0-9a-f]{6}|[\w=-]{4})/g

/** Writes the evidence bundle of a run, whole or not at all; refuses while a live secret is in it. */
export async function writeBundle(
  content: BundleContent,
  options: BundleOptions,
): Promise<BundleReceipt> {
  const { secrets, createdAt, folder } = options
  const { files, redaction } = bundleFiles(content, options)
  const listed = [...files, { path: bundlePaths.hashes, content: hashesOf(files) }]
  const manifest = manifestOf(content.report, listed, redaction, options)
  const first = { path: bundlePaths.manifest, content: jsonBytes(manifest) }
  const all = [first, ...listed]
  for (const file of all) {
    assertNoSecret(file.path, readable(file, redaction.unscanned), secrets)
  }
  const zip = await pack(all, createdAt)
  try {
    await mkdir(folder, { recursive: true })
    const file = await freeName(folder, bundleFileName(createdAt, content.report.run.id))
    await writeWhole(folder, file, zip)
    return { file, sha256: sha256Of(first.content) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new OpsError('storage', `cannot write the bundle: ${reason}`, {
      facts: { folder },
      cause: error,
    })
  }
}

/** All files but the manifest and the hashes, masked, in their order. */
function bundleFiles(
  { report, evidence, attachment }: BundleContent,
  { language, secrets }: BundleOptions,
): { files: BundleFile[]; redaction: RedactionManifest } {
  const counts = noCounts()
  // By the rules of the store: what was signed must stay what it is.
  const mask = (text: string) => secrets.mask(text, counts)
  const maskBody = (text: string) => secrets.maskBody(text, counts)
  const masked = maskReport(report, mask)
  const page = mask(htmlReport(masked, language))
  const texts: BundleFile[] = [
    { path: bundlePaths.run, content: jsonBytes(masked) },
    { path: bundlePaths.page, content: Buffer.from(page) },
    { path: bundlePaths.readme, content: Buffer.from(readmeText) },
    ...(evidence === null ? [] : evidenceFiles(evidence, maskBody)),
  ]
  const attached = masked.attachments.map((one) => ({
    path: attachmentPath(one),
    content: Buffer.from(attachment(one.id).base64, 'base64'),
    isText: searchable.includes(one.type),
  }))
  const unscanned = attached.filter(({ isText }) => !isText).map(({ path }) => path)
  const files = [...texts, ...attached.map(({ path, content }) => ({ path, content }))]
  const marks = texts.reduce((sum, { content }) => sum + countMarks(content), 0)
  return {
    files,
    redaction: {
      rules: [
        ...maskRules.map((name) => ({ name, count: counts[name] })),
        { name: 'marks', count: marks },
      ],
      scanned: files.map(({ path }) => path).filter((path) => !unscanned.includes(path)),
      unscanned,
    },
  }
}

function evidenceFiles(evidence: RunEvidence, mask: (text: string) => string): BundleFile[] {
  const json = (path: string, value: unknown) => ({
    path,
    content: jsonBytes(maskDeep(value, mask)),
  })
  const services = [...new Set(evidence.logs.map(({ service }) => service))].sort()
  const texts = services.map((service) => {
    const excerpts = evidence.logs.filter((excerpt) => excerpt.service === service)
    return { path: logPath(service), content: Buffer.from(mask(logText(excerpts))) }
  })
  return [
    json(bundlePaths.calls, evidence.calls),
    json(bundlePaths.timeline, evidence.timeline),
    json(bundlePaths.incidents, evidence.incidents),
    json(bundlePaths.fingerprint, evidence.fingerprint),
    json(bundlePaths.logs, evidence.logs),
    ...texts,
  ]
}

function manifestOf(
  { run }: RunReport,
  files: readonly BundleFile[],
  redaction: RedactionManifest,
  { consoleVersion, createdAt, previous }: BundleOptions,
): BundleManifest {
  return {
    format: 'looma-evidence',
    version: bundleVersion,
    createdAt,
    consoleVersion,
    runId: run.id,
    files: files.map(({ path, content }) => ({
      path,
      bytes: content.length,
      sha256: sha256Of(content),
    })),
    redaction,
    previous,
  }
}

/** Text is searched as text, so that a place in it can be named by its line. */
function readable({ path, content }: BundleFile, unscanned: readonly string[]): string | Buffer {
  const isBinary = unscanned.includes(path) || path.startsWith('attachments/')
  return isBinary ? content : content.toString('utf8')
}

/** Without the manifest, which lists this file and so cannot be listed in it. */
function hashesOf(files: readonly BundleFile[]): Buffer {
  return Buffer.from(files.map(({ path, content }) => `${sha256Of(content)}  ${path}\n`).join(''))
}

function countMarks(content: Buffer): number {
  return content.toString('utf8').match(markShape)?.length ?? 0
}

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}

async function freeName(folder: string, name: string): Promise<string> {
  const stem = name.replace(/\.zip$/, '')
  for (let copy = 1; ; copy += 1) {
    const file = copy === 1 ? name : `${stem}-${copy}.zip`
    const isTaken = await access(join(folder, file)).then(
      () => true,
      () => false,
    )
    if (!isTaken) return file
  }
}

async function writeWhole(folder: string, file: string, content: Buffer): Promise<void> {
  const beside = join(folder, `.${file}.${process.pid}.tmp`)
  try {
    const handle = await open(beside, 'w', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, join(folder, file))
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}
