import type { Bilingual } from '../../shared/domain/text'
import { plannedServices, type Planned } from './planned-services'

interface PortPlan {
  /** As in the sources; an identifier, the same in every language. */
  id: string
  ports: Partial<Record<Planned, number | readonly number[]>>
  /** Blocks that a plan only reserves; shown when somebody holds a port of them. */
  ranges?: readonly (readonly [first: number, last: number, service: Planned])[]
}

/** The port plans of the two projects, their database sets, and what else is known to use a port. */
export const portPlans: readonly PortPlan[] = [
  {
    id: 'joint-8xxx',
    ports: {
      looma: 8888,
      auth: 8207,
      ai: 8206,
      gateway: 8080,
      user: 8081,
      resume: 8082,
      company: 8083,
      job: 8089,
      notification: 8084,
      template: 8085,
      statistics: 8086,
      'multi-database': 8090,
      banner: 8087,
      'dev-team': 8088,
      'ai-container': 8208,
      mineru: 8001,
      models: 8002,
      consul: 8500,
    },
  },
  {
    id: 'pro-86xx-v1',
    ports: {
      looma: 8888,
      auth: 8623,
      ai: 8620,
      gateway: 8600,
      user: 8601,
      resume: 8602,
      company: 8603,
      job: 8609,
      notification: 8604,
      template: [8605, 8611],
      banner: 8612,
      'dev-team': 8613,
      mineru: 8621,
      models: 8622,
      consul: 8500,
    },
  },
  {
    id: 'pro-86xx-v2',
    ports: {
      looma: 8700,
      auth: 8623,
      'looma-auth': 8725,
      ai: 8620,
      gateway: 8601,
      user: 8602,
      resume: 8603,
      company: 8604,
      job: 8609,
      notification: 8605,
      template: 8611,
      statistics: 8606,
      'multi-database': 8607,
      banner: 8612,
      'dev-team': 8613,
      'ai-gateway': 8720,
      'ai-resume': 8721,
      'ai-matching': 8722,
      'ai-chat': 8723,
      'ai-vector': 8724,
      'ai-monitor': 8726,
      'ai-config': 8727,
      consul: 8500,
    },
  },
  {
    id: 'future-75xx',
    ports: {
      looma: 7500,
      ai: 7540,
      gateway: 7520,
      'second-gateway': 7531,
      'api-gateway': 7521,
      user: 7530,
      resume: 7532,
      company: 7534,
      job: 7539,
      notification: 7534,
      template: 7532,
      statistics: 7536,
      'multi-database': 8607,
      banner: 7535,
      'dev-team': 7538,
      'ai-gateway': 7510,
      mineru: 8000,
      models: 8002,
      consul: 8500,
    },
    ranges: [[7511, 7517, 'ai-container']],
  },
  {
    id: 'go-zervi',
    ports: {
      auth: 8207,
      ai: 8100,
      gateway: 9000,
      user: 8082,
      resume: 8085,
      company: 8083,
      job: 8084,
      blockchain: 8208,
      permission: 8086,
      router: 8087,
      consul: 8500,
    },
  },
  {
    id: 'looma-api-90xx',
    ports: { 'api-gateway': 9000 },
    ranges: [
      [9001, 9009, 'api'],
      [9100, 9104, 'management'],
      [9203, 9205, 'web'],
    ],
  },
  {
    id: 'looma-zervi',
    ports: { api: 5200, web: [5173, 5174], chroma: 8000 },
  },
  {
    id: 'planning-document',
    ports: {},
    ranges: [
      [8000, 8009, 'document'],
      [8100, 8112, 'document'],
    ],
  },
  {
    id: 'databases-shared',
    ports: {
      mysql: 3306,
      postgres: 5432,
      redis: 6379,
      neo4j: [7474, 7687],
      elasticsearch: 9200,
      mongodb: 27_017,
      weaviate: [8080, 8082, 8083],
    },
  },
  {
    id: 'databases-independent',
    ports: {
      postgres: 5434,
      redis: 6382,
      neo4j: [7475, 7688],
      mongodb: 27_018,
      elasticsearch: 9202,
      weaviate: 8091,
    },
  },
  {
    id: 'databases-future',
    ports: {
      postgres: 5435,
      redis: 6383,
      neo4j: [7476, 7689],
      mongodb: 27_019,
      elasticsearch: 9203,
      weaviate: 8083,
    },
  },
  {
    id: 'other-uses',
    ports: {
      'ai-gateway': 8206,
      'ai-resume': 8207,
      ai: 8208,
      web: [8080, 9202],
      'old-ai': 8000,
      prometheus: 8623,
      'resume-upload': 7520,
    },
  },
]

/** What one plan puts on a port. */
export interface PortClaim {
  plan: string
  id: Planned
  service: Bilingual
  /** Programs that are this service when they hold the port; null where only a self-given name counts. */
  programs: RegExp | null
}

/** Every plan that claims a port. */
export function claimsOf(port: number): readonly PortClaim[] {
  return claims.get(port) ?? []
}

/** Every port that a plan names. */
export function plannedPorts(): readonly number[] {
  return named
}

/** Every port of the blocks that plans only reserve. */
export function reservedPorts(): readonly number[] {
  return reserved
}

const isPlanned = (id: string): id is Planned => id in plannedServices

function portsOf({ ports }: PortPlan): [Planned, number][] {
  return Object.entries(ports).flatMap(([id, value]) =>
    isPlanned(id) ? [value].flat().map((port): [Planned, number] => [id, port]) : [],
  )
}

const rangePorts = ([first, last]: readonly [number, number, Planned]) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

const named = [...new Set(portPlans.flatMap((plan) => portsOf(plan).map(([, port]) => port)))]
const reserved = portPlans.flatMap(({ ranges = [] }) => ranges.flatMap(rangePorts))
const claims = new Map([...named, ...reserved].map((port) => [port, findClaims(port)]))

function findClaims(port: number): PortClaim[] {
  return portPlans.flatMap((plan) => {
    const entries = portsOf(plan).filter(([, number]) => number === port)
    const ranges = (plan.ranges ?? []).filter(([first, last]) => first <= port && port <= last)
    const ids = [...entries.map(([id]) => id), ...ranges.map(([, , id]) => id)]
    return ids.map((id): PortClaim => {
      const { zh, en, ...rest } = plannedServices[id]
      const programs = 'programs' in rest ? rest.programs : null
      return { plan: plan.id, id, service: { zh, en }, programs }
    })
  })
}
