// What one asked not to be told of, and the way back.
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { keyOf, Link, useAction, useCommand, useT } from '#kernel/web/index.tsx'
import { noticePreferences } from '../../contract.ts'
import classes from './preferences.module.css'

export function Muted() {
  const t = useT()
  const cache = useQueryClient()
  const { data } = useAction(noticePreferences.mutes, {}, { staleMs: 0 })
  const unmute = useCommand(noticePreferences.unmute, {
    onDone: () => void cache.invalidateQueries({ queryKey: keyOf(noticePreferences.mutes, {}) }),
  })
  if (!data || data.items.length === 0) return null
  return (
    <section aria-label={t('notifications.muted_many')}>
      <h2>{t('notifications.muted_many')}</h2>
      <ul className={classes['muted']}>
        {data.items.map(({ record, title, link }) => (
          <li key={record}>
            <bdi>{link ? <Link to={link}>{title}</Link> : record.slice(0, 8)}</bdi>
            <Button size="compact-sm" variant="default" onClick={() => void unmute.run({ record })}>
              {t('notifications.tell_again')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
