import { ActionIcon, Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon'
import { Panel } from '../../components/panel'
import { Tag } from '../../components/tone'
import type { AccountDraft } from './setup-draft'
import classes from './permissions.module.css'

/** The accounts of the next matrix: proposed ones to tick, others to add. */
export function AccountEditor({
  drafts,
  onChange,
}: {
  drafts: readonly AccountDraft[]
  onChange: (drafts: AccountDraft[]) => void
}) {
  const { t } = useTranslation()
  const change = (key: number, part: Partial<AccountDraft>) =>
    onChange(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)))
  const add = () =>
    onChange([
      ...drafts,
      {
        key: Math.max(-1, ...drafts.map(({ key }) => key)) + 1,
        username: '',
        password: '',
        isChosen: true,
        isSuggested: false,
        hasPassword: false,
      },
    ])
  return (
    <Panel
      title={t('permissions.accounts')}
      aside={
        <Button variant="default" leftSection={<Icon name="plus" size={12} />} onClick={add}>
          {t('permissions.addAccount')}
        </Button>
      }
    >
      <p className={classes.quiet}>{t('permissions.accountsHint')}</p>
      {drafts.length === 0 ? <p>{t('permissions.noSuggestions')}</p> : null}
      <ul className={classes.accounts} aria-label={t('permissions.accounts')}>
        {drafts.map((draft) => (
          <li key={draft.key} className={classes.account}>
            {draft.isSuggested ? (
              <SuggestedAccount draft={draft} onChange={(part) => change(draft.key, part)} />
            ) : (
              <AddedAccount
                draft={draft}
                onChange={(part) => change(draft.key, part)}
                onRemove={() => onChange(drafts.filter(({ key }) => key !== draft.key))}
              />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function SuggestedAccount({
  draft: { username, password, isChosen, hasPassword },
  onChange,
}: {
  draft: AccountDraft
  onChange: (part: Partial<AccountDraft>) => void
}) {
  const { t } = useTranslation()
  return (
    <>
      <Checkbox
        label={username}
        aria-label={t('permissions.include', { name: username })}
        checked={isChosen}
        onChange={(event) => onChange({ isChosen: event.currentTarget.checked })}
      />
      {hasPassword ? (
        <span>
          <Tag>{t('permissions.knownPassword')}</Tag>
        </span>
      ) : isChosen ? (
        <AccountPassword username={username} password={password} onChange={onChange} />
      ) : null}
    </>
  )
}

function AddedAccount({
  draft: { username, password },
  onChange,
  onRemove,
}: {
  draft: AccountDraft
  onChange: (part: Partial<AccountDraft>) => void
  onRemove: () => void
}) {
  const { t } = useTranslation()
  return (
    <>
      <TextInput
        aria-label={t('permissions.username')}
        placeholder={t('permissions.username')}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={username}
        onChange={(event) => onChange({ username: event.currentTarget.value })}
      />
      <AccountPassword username={username} password={password} onChange={onChange} />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('permissions.removeAccount', { name: username })}
        onClick={onRemove}
      >
        <Icon name="close" size={14} />
      </ActionIcon>
    </>
  )
}

function AccountPassword({
  username,
  password,
  onChange,
}: Pick<AccountDraft, 'username' | 'password'> & {
  onChange: (part: Partial<AccountDraft>) => void
}) {
  const { t } = useTranslation()
  return (
    <PasswordInput
      aria-label={t('permissions.passwordOf', { name: username })}
      placeholder={t('permissions.password')}
      autoComplete="off"
      maxLength={1000}
      value={password}
      onChange={(event) => onChange({ password: event.currentTarget.value })}
    />
  )
}
