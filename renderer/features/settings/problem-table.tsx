import { useTranslation } from 'react-i18next'
import type { ProfileProblem } from '../../../shared/domain/profile'
import classes from './settings.module.css'

/** What is wrong in an environment file: where, what stands there, what is allowed. */
export function ProblemTable({ problems }: { problems: readonly ProfileProblem[] }) {
  const { t } = useTranslation()
  return (
    <table className={classes.problems}>
      <thead>
        <tr>
          <th scope="col">{t('settings.path')}</th>
          <th scope="col">{t('settings.value')}</th>
          <th scope="col">{t('settings.allowed')}</th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem, index) => (
          <tr key={index}>
            <td>
              <code>{problem.path}</code>
            </td>
            <td>
              <code>{problem.value}</code>
            </td>
            <td>{problem.allowed}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
