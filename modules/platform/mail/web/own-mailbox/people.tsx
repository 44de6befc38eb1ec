// Whose mailboxes are connected: an administrator sees that they are and may end it, and no more.
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Out } from '#kernel/contract/index.ts'
import { Confirm, Reference, Time, useAction, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { ownMailboxes } from '../../contract.ts'
import classes from '../mail.module.css'
import { MailboxState } from '../marks.tsx'

type PersonMailbox = Out<typeof ownMailboxes.people>['items'][number]

export function PeopleMailboxes() {
  const t = useT()
  const { may } = useMe()
  const { data, refetch } = useAction(ownMailboxes.people, {})
  const [ended, setEnded] = useState<PersonMailbox | null>(null)
  const { run, isPending, problem } = useCommand(ownMailboxes.disconnect, {
    onDone: () => {
      setEnded(null)
      void refetch()
    },
  })
  if (!data || data.items.length === 0) return null
  return (
    <section className={classes['standing']} aria-label={t('own_mailbox.people')}>
      <h2>{t('own_mailbox.people')}</h2>
      <p className="wn-quiet">{t('own_mailbox.people_text')}</p>
      <ul className={classes['people']}>
        {data.items.map((one) => (
          <li key={one.id} className={classes['person']}>
            <Reference entity="user" id={one.owner} />
            <bdi>{one.address}</bdi>
            <MailboxState state={one.is_active ? one.state : 'off'} />
            {one.last_fetched_at && <Time at={one.last_fetched_at} />}
            {may(ownMailboxes.disconnect.can) && (
              <Button size="compact-sm" variant="subtle" color="red" onClick={() => setEnded(one)}>
                {t('own_mailbox.disconnect')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {ended && (
        <Confirm
          title={t('own_mailbox.remove')}
          verb={t('own_mailbox.disconnect')}
          onConfirm={() => void run({ id: ended.id })}
          onClose={() => setEnded(null)}
          isPending={isPending}
          problem={problem}
        >
          {t('own_mailbox.end_text', { address: ended.address })}
        </Confirm>
      )}
    </section>
  )
}
