// Below the form of a person: their invitation, and where they are signed in.
import { Button } from '@mantine/core'
import type { Row } from '#kernel/contract/index.ts'
import { ProblemAlert, Time, toast, useCommand, useNow, useT } from '#kernel/web/index.tsx'
import { type User, users } from '../contract.ts'
import { PersonSessions } from './sessions/sessions.tsx'
import classes from './invite.module.css'

type Person = Partial<Row<typeof User>>

export function PersonAccess({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useT()
  const neverIn = !person.last_sign_in_at && person.is_active
  return (
    <>
      {neverIn && (
        <section className={classes['section']} aria-label={t('invitation.one')}>
          <h3>{t('invitation.one')}</h3>
          <PersonInvitation person={person} onClose={onClose} />
        </section>
      )}
      <section className={classes['section']} aria-label={t('session.many')}>
        <h3>{t('session.many')}</h3>
        <PersonSessions id={person.id!} />
      </section>
    </>
  )
}

function PersonInvitation({ person: { id, invited_until }, onClose }: { person: Person; onClose: () => void }) {
  const t = useT()
  const done = (key: 'sent' | 'withdrawn') => () => {
    toast(t(`invitation.${key}`))
    onClose()
  }
  const send = useCommand(users.sendInvitation, { onDone: done('sent') })
  const withdraw = useCommand(users.withdrawInvitation, { onDone: done('withdrawn') })
  return (
    <>
      <p className="wn-quiet">
        <InvitationState until={invited_until ?? null} long />
      </p>
      <ProblemAlert problem={send.problem ?? withdraw.problem} untitled />
      <div className="wn-actions wn-actions-below">
        <Button variant="default" loading={send.isPending} onClick={() => void send.run({ id: id! })}>
          {t(invited_until ? 'invitation.again' : 'invitation.send')}
        </Button>
        {invited_until && (
          <Button
            variant="subtle"
            color="red"
            loading={withdraw.isPending}
            onClick={() => void withdraw.run({ id: id! })}
          >
            {t('invitation.withdraw')}
          </Button>
        )}
      </div>
    </>
  )
}

/** In words: invited and until when, invited too long ago, or not at all. */
export function InvitationState({ until, long = false }: { until: string | null; long?: boolean }) {
  const t = useT()
  const now = useNow()
  if (until === null) return <>{t('invitation.none')}</>
  if (Date.parse(until) < now) return <>{t(long ? 'invitation.expired_long' : 'invitation.expired')}</>
  if (!long) return <>{t('invitation.open')}</>
  return (
    <>
      {t('invitation.until')} <Time at={until} absolute />
    </>
  )
}
