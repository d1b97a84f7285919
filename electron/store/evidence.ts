import { z } from 'zod'
import { RunEvidence } from '../../shared/domain/evidence'
import { OpsError } from '../../shared/errors'
import { storing, type Connection } from './connection'
import { maskDeep } from './text-mask'

/** What proves the finished runs. */
export interface EvidenceStore {
  /** Keeps what proves a run; the same run again replaces it. */
  save(runId: string, evidence: RunEvidence): void
  /** Null when none was kept; rejects a damaged one by name. */
  get(runId: string): RunEvidence | null
}

const Row = z.object({ evidence: z.string() })

/** Makes the part of the store that keeps the evidence of runs. */
export function createEvidenceStore(db: Connection, mask: (text: string) => string): EvidenceStore {
  const insert = db.prepare('INSERT OR REPLACE INTO run_evidence (run, evidence) VALUES (?, ?)')
  const get = db.prepare('SELECT evidence FROM run_evidence WHERE run = ?')
  return {
    save(runId, evidence) {
      const masked = JSON.stringify(maskDeep(evidence, mask))
      storing('save evidence', () => insert.run(runId, masked))
    },
    get(runId) {
      const row: unknown = storing('read evidence', () => get.get(runId))
      if (row === undefined) return null
      const evidence = evidenceOf(row)
      if (evidence !== null) return evidence
      throw new OpsError('storage', `the stored evidence of run ${runId} is damaged`, {
        facts: { run: runId, reason: 'damaged' },
      })
    },
  }
}

function evidenceOf(row: unknown): RunEvidence | null {
  try {
    return RunEvidence.parse(JSON.parse(Row.parse(row).evidence))
  } catch {
    return null
  }
}
