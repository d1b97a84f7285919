import type { ProjectSide } from '../../shared/domain/projects'

/** The names of the two projects, the same in both languages. */
export const sideNames: Readonly<Record<ProjectSide, string>> = {
  zervigo: 'Zervigo',
  looma: 'Looma CRM',
}
