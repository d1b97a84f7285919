import type { Profile } from '../../shared/domain/profile'
import { checkProfile } from './parse'

interface PortPlan {
  id: string
  name: string
  looma: number
  auth: number
  ai: number
  resume: number
  job: number
  company: number
  user: number
}

/** The port plans seen in the two projects (UPSTREAM 5.2); only the first is the guide's. */
const plans: readonly PortPlan[] = [
  plan('joint-8xxx', '联调指南 8xxx', [8888, 8207, 8206, 8082, 8089, 8083, 8081]),
  plan('pro-86xx-v1', '专业版 86xx v1', [8888, 8623, 8620, 8602, 8609, 8603, 8601]),
  plan('pro-86xx-v2', '专业版 86xx v2', [8700, 8623, 8620, 8603, 8609, 8604, 8602]),
  plan('future-75xx', '代码默认 75xx', [7500, 7520, 7540, 7532, 7539, 7534, 7530]),
  plan('go-zervi', 'go-zervi', [8888, 8207, 8100, 8085, 8084, 8083, 8082]),
]

function plan(id: string, name: string, ports: readonly number[]): PortPlan {
  const [looma = 0, auth = 0, ai = 0, resume = 0, job = 0, company = 0, user = 0] = ports
  return { id, name, looma, auth, ai, resume, job, company, user }
}

const at = (port: number) => ({ url: `http://localhost:${port}` })

/** Ready-made profiles for systems that already run on this machine. */
export const presets: readonly Profile[] = plans.map((entry) => {
  const parsed = checkProfile(
    {
      id: entry.id,
      name: entry.name,
      looma: at(entry.looma),
      zervigo: {
        auth: at(entry.auth),
        ai: at(entry.ai),
        resume: at(entry.resume),
        job: at(entry.job),
        company: at(entry.company),
        user: at(entry.user),
      },
    },
    entry.id,
  )
  if (!parsed.ok) throw new Error(`preset ${entry.id}: ${JSON.stringify(parsed.problems)}`)
  return parsed.profile
})
