import { createHash } from 'node:crypto'
import { signOffInForce, type Finding, type RunReport } from '../../shared/domain/checklist'
import { OpsError } from '../../shared/errors'

/** Code of the finding on a run that no longer is what somebody signed. */
export const signatureBroken = 'signature-broken'

/**
 * Digest of what a person vouches for. The sign-offs cannot be part of it, and neither can what
 * follows from the content: gate and root causes are judged by today's rules, the state of the
 * signature on read.
 */
export function contentDigest(report: RunReport): string {
  const content: Record<string, unknown> = { ...withoutSignatureCheck(report) }
  delete content['signOffs']
  delete content['gate']
  delete content['rootCauses']
  return createHash('sha256').update(canonicalJson(content)).digest('hex')
}

/** Adds a finding when the run was changed after it was signed. */
export function withSignatureCheck(report: RunReport): RunReport {
  const inForce = signOffInForce(report)
  const plain = withoutSignatureCheck(report)
  if (inForce === null) return plain
  const actual = contentDigest(plain)
  if (actual === inForce.sha256) return plain
  return { ...plain, findings: [...plain.findings, brokenFinding(inForce, actual)] }
}

/** The report as it is stored: without what is only found out on reading it. */
export function withoutSignatureCheck(report: RunReport): RunReport {
  return { ...report, findings: report.findings.filter(({ code }) => code !== signatureBroken) }
}

/** Refuses to change a run that somebody vouches for. */
export function refuseSigned(report: RunReport): void {
  const inForce = signOffInForce(report)
  if (inForce === null) return
  const { name } = inForce
  throw new OpsError('rejected', `run ${report.run.id} is signed by ${name}; withdraw that first`, {
    facts: { id: report.run.id, reason: 'signed', name },
  })
}

function brokenFinding(
  { name, sha256 }: { name: string; sha256: string },
  actual: string,
): Finding {
  return {
    code: signatureBroken,
    message: {
      zh: `${name} 签署之后，这次运行的内容被改动`,
      en: `The content of this run was changed after ${name} signed it`,
    },
    detail: `signed ${sha256}, found ${actual}`,
    diff: null,
  }
}

/**
 * JSON with sorted keys. What is null or empty counts as absent, so that a field which a later
 * console adds with an empty default does not break the signatures of earlier ones.
 */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value)
    .filter(([, entry]) => !isEmpty(entry))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}
