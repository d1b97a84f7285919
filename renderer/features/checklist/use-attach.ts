import { useState } from 'react'
import type { ItemId } from '../../../shared/domain/checklist'
import type { OpsError } from '../../../shared/errors'
import { useCommand } from '../../api/hooks'
import { attachmentTypeOf, refusalOf, type RefusedFile } from './attachment-file'
import { readBase64 } from '../../api/read-base64'
import type { PersonNameState } from './person-name'
import { useReportKeeper } from './use-run-edit'

/** Takes files one after the other and says which were refused. */
export interface Attach {
  take(files: readonly File[]): Promise<void>
  refused: readonly RefusedFile[]
  /** A file came while nobody had put a name to it. */
  lacksName: boolean
  isPending: boolean
  error: OpsError | null
}

export function useAttach(runId: string, itemId: ItemId | null, person: PersonNameState): Attach {
  const keep = useReportKeeper()
  const attach = useCommand('runs:attach')
  const [refused, setRefused] = useState<readonly RefusedFile[]>([])
  const [isNameless, setIsNameless] = useState(false)

  /** True when the next file may follow. */
  const send = async (file: File): Promise<boolean> => {
    const refuse = (refusal: RefusedFile['refusal']) => {
      setRefused((before) => [...before, { fileName: file.name, refusal, bytes: file.size }])
      return true
    }
    const type = attachmentTypeOf(file)
    const refusal = refusalOf(file)
    if (refusal !== null) return refuse(refusal)
    if (type === null) return refuse('type')
    const base64 = await readBase64(file).catch(() => null)
    if (base64 === null) return refuse('unreadable')
    const fileName = file.name.slice(0, 200)
    const input = { id: runId, itemId, fileName, type, base64, name: person.name }
    return attach.mutateAsync(input).then(
      (report) => {
        keep(report)
        person.remember()
        return true
      },
      // Its error is shown; what follows would most likely meet the same.
      () => false,
    )
  }

  return {
    async take(files) {
      setRefused([])
      setIsNameless(person.name === '')
      if (person.name === '') return
      for (const file of files) {
        if (!(await send(file))) return
      }
    },
    refused,
    lacksName: isNameless && person.name === '',
    isPending: attach.isPending,
    error: attach.error,
  }
}
