// Everything that can be set, found by what it does.
import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { useT } from '../language/hooks.tsx'
import { Link } from '../shell/link.tsx'
import { useMenu } from './menu.ts'
import classes from './settings.module.css'
import { fitsWords } from './words.ts'

export default function SettingsPage() {
  const t = useT()
  const [typed, setTyped] = useState('')
  const entries = useMenu('settings').filter(({ label, keywords }) =>
    fitsWords(`${t(label)} ${keywords ? t(keywords) : ''}`, typed),
  )
  return (
    <div className={classes['settings']}>
      <PageHeader title={t('menu.settings')} />
      <TextInput
        aria-label={t('settings.search')}
        placeholder={t('settings.search')}
        leftSection={<IconSearch size={16} stroke={1.5} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ul className={classes['list']}>
        {entries.map(({ to, label, keywords, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={classes['entry']}>
              <Icon size={20} stroke={1.5} />
              <span>
                <strong>{t(label)}</strong>
                {keywords && <small>{t(keywords)}</small>}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {entries.length === 0 && <EmptyState title={t('settings.nothing')}>{t('settings.nothing_text')}</EmptyState>}
    </div>
  )
}
