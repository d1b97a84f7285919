import type { LogLine } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import type { StreamSink } from '../../shared/ipc'
import { createLineMask } from '../process/lines'
import { createLogBatcher } from '../process/log-batch'
import { composeError, type ComposeFile } from './compose-project'
import type { DockerCli } from './docker-cli'

export interface ComposeLogDeps {
  compose: ComposeFile
  cli: Pick<DockerCli, 'look'>
  service: string
  mask: (text: string) => string
  now: () => number
  /** Aborted with the feature. */
  end: AbortSignal
}

/** Sends a service's log until the page closes it or it ends; fails when the engine went away. */
export async function sendComposeLog(
  { compose, cli, service, mask, now, end }: ComposeLogDeps,
  sink: StreamSink<LogLine>,
): Promise<void> {
  const masks = { stdout: createLineMask(mask), stderr: createLineMask(mask) }
  let seq = 0
  const batcher = createLogBatcher<LogLine>({
    push: (lines) => sink.push(lines),
    drop: (count) => sink.drop(count),
  })
  const signal = AbortSignal.any([sink.signal, end])
  try {
    const failure = await compose.follow(service, {
      signal,
      onLine(text, source) {
        const { at, from, words } = readLogLine(text, source)
        const masked = masks[source](words)
        batcher.add([{ seq: seq++, at: at ?? now(), source: from, text: masked }])
      },
    })
    drain(batcher, sink)
    if (signal.aborted) return sink.end()
    if (failure !== null) throw composeError(failure, compose.file)
    // Compose calls it a good end too when the engine stops.
    const { state, detail } = await cli.look(signal)
    if (state === 'ready' || signal.aborted) return sink.end()
    throw new OpsError('process', detail ?? `docker: ${state}`, {
      facts: { code: `docker-${state}` },
    })
  } catch (error) {
    if (signal.aborted) sink.end()
    else sink.fail(error)
  } finally {
    batcher.dispose()
  }
}

/** What waits goes out before the end; a page that has gone takes none of it. */
function drain(batcher: { flush(): void }, sink: StreamSink<LogLine>): void {
  if (!sink.signal.aborted) for (let left = 0; left < 50; left += 1) batcher.flush()
}

const stamped =
  /^(?:[\w.-]+ +\| ?)?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)(?: (.*))?$/s

/** A line without compose's prefix and stamp; one without a stamp on stderr is compose's own. */
export function readLogLine(
  text: string,
  source: 'stdout' | 'stderr',
): { at: number | null; from: LogLine['source']; words: string } {
  const found = stamped.exec(text)
  if (found === null) {
    const words = text.replace(/^[\w.-]+ +\| ?/, '')
    return { at: null, from: source === 'stderr' ? 'console' : source, words }
  }
  const [, clock, fraction = '0', zone, words = ''] = found
  const at = Date.parse(`${clock}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`)
  return { at: Number.isNaN(at) || at < 0 ? null : at, from: source, words }
}
