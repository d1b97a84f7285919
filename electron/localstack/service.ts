import { ParentMessage, readSettings, serviceNames } from './config'
import { createServiceLog } from './http/log'
import { createParentLink } from './parent-link'
import { startService } from './run-service'

const graceMs = 2000
/** Longest wait for an orderly end; past it the process ends anyway. */
const stopDeadlineMs = 4000
const crashExitCode = 70

const parent = createParentLink(process)
const now = () => new Date()
const log = createServiceLog(
  {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
  },
  now,
)

// A console that is gone leaves broken pipes behind; they must not keep the service from ending in order.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

try {
  const settings = readSettings(process.env)
  const service = await startService(settings, {
    log,
    now,
    crash: () => process.exit(crashExitCode),
  })
  const name = serviceNames[settings.config.service]

  let stopping = false
  const stop = (reason: string) => {
    if (stopping) return
    stopping = true
    log.info(`${name} stopping: ${reason}`)
    setTimeout(() => process.exit(1), stopDeadlineMs).unref()
    service.stop(graceMs).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(`${name} did not stop in order: ${String(error)}`)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
  parent.onGone(() => stop('the console is gone'))
  parent.onMessage((value) => {
    const message = ParentMessage.safeParse(value)
    if (!message.success) return log.error('ignored a message that is none of ours')
    if (message.data.type === 'stop') return stop('asked by the console')
    log.info(`${name} fault: ${message.data.fault}`)
    service.faults.set(message.data.fault)
  })
  log.info(`${name} listening on ${settings.config.host}:${service.port}`)
  parent.post({ type: 'listening', port: service.port })
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  log.error(message)
  parent.post({ type: 'failed', message })
  // The message leaves through a channel that is flushed only while the process lives.
  setTimeout(() => process.exit(1), 50)
}
