import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { mostBundleBytes, type OpenedBundle } from '../../../shared/domain/evidence'
import { OpsError } from '../../../shared/errors'
import { call } from '../../api/client'
import { asOpsError } from '../../api/hooks'
import { useUi } from '../../stores/ui'
import { readBase64 } from '../../api/read-base64'

/** Opening a bundle, by choice or by drop, and what stood in the way. */
export interface BundleOpening {
  isOpening: boolean
  problem: OpsError | null
  choose(): void
  take(files: readonly File[]): void
}

/** Opens bundles; calls main directly, because a bundle's bytes must not stay in the cache of commands. */
export function useBundleOpening(): BundleOpening {
  const client = useQueryClient()
  const showRuns = useUi((ui) => ui.showRuns)
  const [isOpening, setIsOpening] = useState(false)
  const [problem, setProblem] = useState<OpsError | null>(null)
  const attempt = async (open: () => Promise<OpenedBundle | null>) => {
    setProblem(null)
    setIsOpening(true)
    try {
      if ((await open()) === null) return
      showRuns({ kind: 'history' })
      await client.invalidateQueries({ queryKey: ['bundles:list'] })
    } catch (error) {
      setProblem(asOpsError(error))
    } finally {
      setIsOpening(false)
    }
  }
  return {
    isOpening,
    problem,
    choose: () => void attempt(() => call('bundles:choose')),
    take: (files) => {
      if (!isOpening && files.length > 0) void attempt(() => openFile(files))
    },
  }
}

async function openFile(files: readonly File[]): Promise<OpenedBundle> {
  const [file] = files
  if (file === undefined || files.length > 1) throw refusal('invalid', 'several')
  const facts = { file: file.name, bytes: file.size }
  if (!file.name.toLowerCase().endsWith('.zip')) throw refusal('invalid', 'extension', facts)
  if (file.size > mostBundleBytes) throw refusal('oversized', 'too-big', facts)
  const base64 = await readBase64(file).catch(() => {
    throw refusal('invalid', 'unreadable', facts)
  })
  return call('bundles:open', { fileName: file.name.slice(-200), base64 })
}

function refusal(
  code: 'invalid' | 'oversized',
  reason: string,
  facts: Record<string, string | number> = {},
): OpsError {
  return new OpsError(code, `bundle refused before reading: ${reason}`, {
    facts: { reason, ...facts },
  })
}
