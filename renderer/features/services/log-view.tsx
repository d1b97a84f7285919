import { useState } from 'react'
import { useLineStream } from '../../api/line-stream'
import { LogPane } from '../../components/log-pane'

/** The output of one service as it comes. */
export function LogView({ service }: { service: string }) {
  const [isPaused, setIsPaused] = useState(false)
  const log = useLineStream('services:log', { id: service }, isPaused)
  return <LogPane log={log} isPaused={isPaused} onPause={setIsPaused} />
}
