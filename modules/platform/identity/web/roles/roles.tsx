// Which role may do what, in words; read only.
import { Skeleton, TextInput } from '@mantine/core'
import { IconLockAccess, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { Out } from '#kernel/contract/index.ts'
import { Link, ProblemAlert, useAction, useFormat, useHasText, useT } from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader, Toolbar } from '#ui/page-header.tsx'
import { permissions } from '../../contract.ts'
import classes from './roles.module.css'

type Row = Out<typeof permissions.matrix>['permissions'][number]

export default function Roles() {
  const t = useT()
  const format = useFormat()
  const words = useWords()
  const [typed, setTyped] = useState('')
  const { data, error, refetch } = useAction(permissions.matrix, {})
  const wanted = typed.trim().toLocaleLowerCase()
  const fitting = (data?.permissions ?? []).filter(
    (row) =>
      row.permission.includes('.') &&
      `${words.group(row)} ${words.allows(row)} ${words.actions(row)} ${row.permission}`
        .toLocaleLowerCase()
        .includes(wanted),
  )
  const groups = [...Map.groupBy(fitting, words.group)].toSorted(([a], [b]) => format.compare(a, b))
  return (
    <>
      <PageHeader title={t('menu.roles')} above={<Link to="/settings">{t('menu.settings')}</Link>} />
      <p className={`wn-quiet ${classes['about']}`}>{t('roles.text')}</p>
      <Toolbar label={t('filters')}>
        <TextInput
          aria-label={t('roles.search')}
          placeholder={t('roles.search')}
          leftSection={<IconSearch size={16} stroke={1.5} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Toolbar>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={400} />}
      {data && groups.length === 0 && (
        <EmptyState icon={<IconLockAccess size={24} stroke={1.5} />} title={t('nothing_fits')}>
          {t('nothing_fits_text')}
        </EmptyState>
      )}
      {groups.map(([group, rows]) => (
        <section key={group} aria-label={group} className={classes['group']}>
          <h2>{group}</h2>
          <ul>
            {rows.map((row) => (
              <li key={row.permission}>
                <p>
                  {words.allows(row)}
                  {words.actions(row) && <small className="wn-quiet">{words.actions(row)}</small>}
                </p>
                <dl>
                  {data!.roles
                    .filter((role) => row.scopes[role])
                    .map((role) => (
                      <div key={role}>
                        <dt>{t(`user.role.${role}`)}</dt>
                        <dd>{t(`roles.scope_${row.scopes[role]!}`)}</dd>
                      </div>
                    ))}
                </dl>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

/** Names of permissions, and what they allow, action by action. */
function useWords() {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  return {
    group({ permission }: Row): string {
      const prefix = permission.split('.')[0]!
      const one = prefix
        .replace(/ies$/, 'y')
        .replace(/([xs])es$/, '$1')
        .replace(/s$/, '')
      const key = [`permission_group.${prefix}`, `${one}.many`, `menu.${prefix}`].find(has)
      return key ? t(key) : prefix
    },
    allows: ({ permission }: Row): string =>
      has(`permission.${permission}`) ? t(`permission.${permission}`) : permission,
    /** What it opens, action by action. */
    actions({ actions }: Row): string {
      const named = actions.map((action) => `action.${action}`).filter(has)
      return format.list([...new Set(named.map((key) => t(key)))])
    },
  }
}
