import { useTranslation } from 'react-i18next'

const shipped = ['embedded', 'joint-8xxx', 'pro-86xx-v1', 'pro-86xx-v2', 'future-75xx'] as const

/** Names a profile: those that are shipped in the reader's language, a person's own as they wrote it. */
export function useProfileName(): (profile: { id: string; name: string }) => string {
  const { t } = useTranslation()
  return ({ id, name }) => {
    const known = shipped.find((candidate) => candidate === id)
    return known === undefined ? name : t(`profile.${known}`)
  }
}
