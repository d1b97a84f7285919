import { z } from 'zod'
import { CallRecord } from '../../shared/domain/calls'
import { RunReport } from '../../shared/domain/checklist'
import {
  BundleManifest,
  Fingerprint,
  HealthTrack,
  LogExcerpt,
  type BundleCheck,
  type OpenedBundle,
  type RunEvidence,
} from '../../shared/domain/evidence'
import { Incident } from '../../shared/domain/services'
import { attachmentPath, bundlePaths, bundleVersion } from './bundle-layout'
import { sha256Of } from './digest'
import { refusal, unpack, type Unpacked } from './unpack'

/** An opened bundle together with the files that people attached. */
export interface ReadBundle {
  bundle: OpenedBundle
  /** Content by id; only what is there. */
  attachments: ReadonlyMap<string, Buffer>
}

/** Largest JSON text that is parsed. */
const mostJsonBytes = 64 * 1024 * 1024
const idDigits = 12

/**
 * Opens a bundle in memory and checks every file against the manifest; refuses by name what is none.
 * What was altered opens too, and says so.
 */
export async function readBundle(
  fileName: string,
  content: Buffer,
  isKnown: (sha256: string) => boolean,
): Promise<ReadBundle> {
  const files = await unpack(content)
  const manifest = manifestOf(files)
  const sha256 = sha256Of(files.get(bundlePaths.manifest) ?? '')
  const report = jsonFile(files, bundlePaths.run, RunReport)
  const problems = problemsOf(manifest, files)
  if (manifest.runId !== report.run.id && !problems.some(({ path }) => path === bundlePaths.run)) {
    problems.push({ path: bundlePaths.run, problem: 'altered' })
  }
  const bundle: OpenedBundle = {
    id: `bundle-${sha256.slice(0, idDigits)}`,
    fileName,
    sha256,
    check: {
      state: problems.length === 0 ? 'intact' : 'altered',
      problems,
      chain: chainOf(manifest, sha256, isKnown),
    },
    manifest,
    report,
    evidence: evidenceOf(files),
  }
  const attachments = new Map<string, Buffer>()
  for (const attachment of report.attachments) {
    const found = files.get(attachmentPath(attachment))
    // A copy, so that keeping one attachment does not keep the whole zip.
    if (found) attachments.set(attachment.id, Buffer.from(found))
  }
  return { bundle, attachments }
}

const Head = z.object({ format: z.literal('looma-evidence'), version: z.number() })

function manifestOf(files: Unpacked): BundleManifest {
  const { manifest: path } = bundlePaths
  if (!files.has(path)) throw refusal('no-manifest', `no ${path} in the zip`)
  const value = parseJson(files, path)
  const head = Head.safeParse(value)
  if (!head.success) throw refusal('no-manifest', `${path} is not that of an evidence bundle`)
  if (head.data.version > bundleVersion) {
    const facts = { version: head.data.version, known: bundleVersion }
    throw refusal('newer', `a newer console made this bundle (format ${facts.version})`, facts)
  }
  return checked(path, value, BundleManifest)
}

/** Every difference between what the manifest lists and what is there. */
function problemsOf(manifest: BundleManifest, files: Unpacked): BundleCheck['problems'] {
  const listed = new Map(manifest.files.map((file) => [file.path, file]))
  const problems: BundleCheck['problems'] = []
  for (const { path, bytes, sha256 } of listed.values()) {
    const content = files.get(path)
    if (content === undefined) problems.push({ path, problem: 'missing' })
    else if (content === null || content.length !== bytes || sha256Of(content) !== sha256) {
      problems.push({ path, problem: 'altered' })
    }
  }
  // A run or page that nobody vouches for must not look checked.
  for (const path of files.keys()) {
    if (path !== bundlePaths.manifest && !listed.has(path)) {
      problems.push({ path, problem: 'unlisted' })
    }
  }
  return problems
}

function chainOf(
  { previous }: BundleManifest,
  sha256: string,
  isKnown: (sha256: string) => boolean,
): BundleCheck['chain'] {
  if (isKnown(sha256) || (previous !== null && isKnown(previous.sha256))) return 'known'
  return previous === null ? 'first' : 'unknown'
}

/** All of it or none: half of the evidence would look like all of it. */
function evidenceOf(files: Unpacked): RunEvidence | null {
  const { calls, timeline, incidents, logs, fingerprint } = bundlePaths
  try {
    return {
      calls: jsonFile(files, calls, z.array(CallRecord)),
      timeline: jsonFile(files, timeline, z.array(HealthTrack)),
      incidents: jsonFile(files, incidents, z.array(Incident)),
      logs: jsonFile(files, logs, z.array(LogExcerpt)),
      fingerprint: jsonFile(files, fingerprint, Fingerprint),
    }
  } catch {
    return null
  }
}

function jsonFile<T>(files: Unpacked, path: string, schema: z.ZodType<T>): T {
  return checked(path, parseJson(files, path), schema)
}

function parseJson(files: Unpacked, path: string): unknown {
  const content = files.get(path)
  if (content === undefined) throw refusal('bad-json', `no ${path} in the bundle`, { file: path })
  if (content === null) throw refusal('damaged', `${path} cannot be unpacked`, { file: path })
  if (content.length > mostJsonBytes) {
    throw refusal('too-big', `${path} is too large`, { file: path, most: mostJsonBytes })
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch {
    throw refusal('bad-json', `${path} is no JSON`, { file: path })
  }
}

function checked<T>(path: string, value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const at = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`
  throw refusal('bad-json', `${path} is not as expected: ${at}`, { file: path })
}
