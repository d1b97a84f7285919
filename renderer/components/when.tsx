import { Tooltip } from '@mantine/core'
import { useFormat } from '../i18n/format'
import { useNow } from './use-now'

/** A moment in the reader's words, the exact time on hover. */
export function When({ at, stepMs = 5_000 }: { at: number; stepMs?: number }) {
  const format = useFormat()
  const now = useNow(stepMs)
  return (
    <Tooltip label={format.exact(at)}>
      <time dateTime={new Date(at).toISOString()}>{format.ago(at, now)}</time>
    </Tooltip>
  )
}
