import { serviceIds, type ServiceId } from '../../shared/domain/services'

/**
 * Names under which each service is known to answer, normalized; a longer name such as
 * `ai-service-with-zervigo` fits through its beginning.
 */
const aliases: Record<ServiceId, readonly string[]> = {
  looma: ['looma-crm', 'looma-backend'],
  auth: ['unified-auth-service', 'unified-auth', 'auth-service'],
  ai: ['ai-service', 'zervigo-ai-mock'],
  resume: ['resume-service'],
  job: ['job-service'],
  company: ['company-service'],
  user: ['user-service'],
}

/** Programs that begin like one of the seven and are another (UPSTREAM 2.10). */
const otherPrograms: readonly string[] = [
  'looma-crm-future',
  'ai-gateway-future',
  'resume-ai-future',
]

/** The service a self-given name stands for; null when it is none of the seven. */
export function serviceOfName(name: string): ServiceId | null {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
  if (otherPrograms.includes(plain)) return null
  const fits = (alias: string): boolean => plain === alias || plain.startsWith(`${alias}-`)
  return serviceIds.find((id) => aliases[id].some(fits)) ?? null
}
