import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { serviceIds } from '../../shared/domain/services'
import { serviceOfName } from '../process/identity'

/** A log file that a project's own script writes. */
export interface ProjectLog {
  /** The service whose name the file bears. */
  service: string
  file: string
}

/** Where the scripts of both projects put their logs (UPSTREAM 4.1). */
const logFolder = 'logs'

/** Every log in a project's `logs` folder, absolute; a folder that cannot be read has none. */
export function projectLogs(folder: string): string[] {
  try {
    return readdirSync(join(folder, logFolder))
      .filter((name) => name.endsWith('.log'))
      .sort()
      .map((name) => join(folder, logFolder, name))
  } catch {
    return []
  }
}

/** Those that bear the name of one of the seven services, as `auth.log` or `job-service.log`. */
export function serviceLogs(folder: string): ProjectLog[] {
  return projectLogs(folder).flatMap((file) => {
    const name = basename(file, '.log')
    const service = serviceIds.find((id) => id === name) ?? serviceOfName(name)
    return service === null ? [] : [{ service, file }]
  })
}
