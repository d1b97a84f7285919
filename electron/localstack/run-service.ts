import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceSettings } from './config'
import { createFaultSwitch, type FaultSwitch } from './http/fault'
import { listen } from './http/listen'
import type { ServiceLog } from './http/log'
import type { ServiceApp } from './http/service-app'
import { createUpstream } from './http/upstream'
import type { ServiceDeps } from './services/service-deps'
import { openServiceDatabase } from './storage/database'

/** A service that answers, with what its process needs to end it. */
export interface RunningService {
  readonly port: number
  readonly faults: FaultSwitch
  /** Lets requests in flight end within the grace, then closes the database. */
  stop(graceMs: number): Promise<void>
}

/** What the surroundings of a service decide. */
export interface Surroundings {
  log: ServiceLog
  now: () => Date
  /** Ends the process for the `crash` fault. */
  crash: () => void
  /** Milliseconds of the `slow` fault; random between two and four seconds when left out. */
  delayMs?: () => number
}

/** Opens a service's database, builds its routes and binds its port. */
export async function startService(
  settings: ServiceSettings,
  { log, now, crash, delayMs }: Surroundings,
): Promise<RunningService> {
  const { config } = settings
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const database = openServiceDatabase(join(config.dataDir, `${config.service}.db`))
  const upstream = createUpstream(config.urls)
  const faults = createFaultSwitch(delayMs === undefined ? { crash } : { crash, delayMs })
  const release = async () => {
    await upstream.close()
    database.close()
  }
  try {
    const app = await createService(settings, { config, database, upstream, faults, log, now })
    const listening = await listen(app, config)
    return {
      port: listening.port,
      faults,
      async stop(graceMs) {
        await listening.close(graceMs)
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** Loads only the code of the one service, which keeps seven starts cheap. */
async function createService(settings: ServiceSettings, deps: ServiceDeps): Promise<ServiceApp> {
  switch (settings.config.service) {
    case 'looma':
      return (await import('./services/looma')).createLoomaService(deps)
    case 'auth': {
      const { jwtSecret } = settings
      if (jwtSecret === null) throw new Error('the auth service needs a JWT secret')
      return (await import('./services/auth')).createAuthService({ ...deps, jwtSecret })
    }
    case 'ai':
      return (await import('./services/ai')).createAiService({ ...deps, llmKey: settings.llmKey })
    case 'resume':
      return (await import('./services/resume')).createResumeService(deps)
    case 'job':
      return (await import('./services/job')).createJobService(deps)
    case 'company':
      return (await import('./services/company')).createCompanyService(deps)
    case 'user':
      return (await import('./services/user')).createUserService(deps)
  }
}
