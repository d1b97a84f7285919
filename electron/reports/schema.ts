import { z } from 'zod'
import { RunReport } from '../../shared/domain/checklist'

/** The JSON Schema (draft 2020-12) of a run as it is written; published as `shared/run-report.schema.json`. */
export function runReportSchema(): object {
  return {
    ...z.toJSONSchema(RunReport, {
      io: 'output',
      reused: 'ref',
      // A later console may say more; a reader of this version is not to refuse it.
      override: ({ jsonSchema }) => {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
      },
    }),
    title: 'Looma Console run report',
    description: 'A finished run of the joint-test checklist, version 1.',
  }
}
