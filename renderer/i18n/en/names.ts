import type { namesZh } from '../zh/names'

/** Names of the services and of the shipped profiles in English. */
export const namesEn: typeof namesZh = {
  service: {
    looma: 'Looma CRM',
    auth: 'Auth service',
    ai: 'AI service',
    resume: 'Resume service',
    job: 'Job service',
    company: 'Company service',
    user: 'User service',
    zervigo: 'Zervigo project',
  },
  profile: {
    embedded: 'Embedded stack',
    'joint-8xxx': 'Joint-test guide 8xxx',
    'pro-86xx-v1': 'Pro 86xx v1',
    'pro-86xx-v2': 'Pro 86xx v2',
    'future-75xx': 'Code defaults 75xx',
  },
}
