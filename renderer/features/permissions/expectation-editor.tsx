import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Access,
  type Expectations,
  type ProtectedEndpoint,
} from '../../../shared/domain/permissions'
import { Panel } from '../../components/panel'
import { Table } from '../../components/table'
import { withExpectation } from './setup-draft'
import classes from './permissions.module.css'

/** What each role should be able to do at each endpoint. */
export function ExpectationEditor({
  endpoints,
  expectations,
  onChange,
}: {
  endpoints: readonly ProtectedEndpoint[]
  expectations: Expectations
  onChange: (expectations: Expectations) => void
}) {
  const { t } = useTranslation()
  const roles = Object.keys(expectations)
  return (
    <Panel flush title={t('permissions.expectations')}>
      <p className={classes.about}>{t('permissions.expectationsHint')}</p>
      {roles.length === 0 ? (
        <p className={classes.about}>{t('permissions.noRoles')}</p>
      ) : (
        <Table
          label={t('permissions.expectations')}
          head={[
            t('permissions.roleName'),
            ...endpoints.map(({ id }) => t(`permissions.endpoint.${id}`)),
          ]}
        >
          {roles.map((role) => (
            <tr key={role} data-role={role}>
              <th scope="row">{role}</th>
              {endpoints.map(({ id }) => (
                <td key={id}>
                  <NativeSelect
                    aria-label={t('permissions.expectationOf', {
                      role,
                      endpoint: t(`permissions.endpoint.${id}`),
                    })}
                    value={expectations[role]?.[id] ?? 'none'}
                    onChange={(event) => {
                      const access = Access.safeParse(event.currentTarget.value)
                      const value = access.success ? access.data : null
                      onChange(withExpectation(expectations, role, id, value))
                    }}
                    data={[
                      ...Access.options.map((value) => ({
                        value,
                        label: t(`permissions.access.${value}`),
                      })),
                      { value: 'none', label: t('permissions.notJudged') },
                    ]}
                  />
                </td>
              ))}
            </tr>
          ))}
        </Table>
      )}
      <RoleForm
        isKnown={(role) => roles.includes(role)}
        onAdd={(role) => onChange({ ...expectations, [role]: {} })}
      />
    </Panel>
  )
}

function RoleForm({
  isKnown,
  onAdd,
}: {
  isKnown: (role: string) => boolean
  onAdd: (role: string) => void
}) {
  const { t } = useTranslation()
  const [role, setRole] = useState('')
  const name = role.trim()
  return (
    <form
      className={classes.roleForm}
      onSubmit={(event) => {
        event.preventDefault()
        if (name === '' || isKnown(name)) return
        onAdd(name)
        setRole('')
      }}
    >
      <TextInput
        aria-label={t('permissions.newRole')}
        placeholder={t('permissions.newRole')}
        maxLength={80}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={name === '' || isKnown(name)}>
        {t('permissions.addRole')}
      </Button>
    </form>
  )
}
