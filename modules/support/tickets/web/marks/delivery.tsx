// How the mail fares that a reply left as: a word beside the time, and the way to the mail itself.
import { useQueryClient } from '@tanstack/react-query'
import { Link, useLive, useT } from '#kernel/web/index.tsx'
import { goneAddresses, type OUTBOUND_STATES } from '#modules/platform/mail/contract.ts'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import type { Message } from '../thread/story.ts'
import { noteDelivery } from '../ticket/messages.ts'
import classes from './marks.module.css'

type State = (typeof OUTBOUND_STATES)[number]
type Fate = { state: State; recipients: Message['recipients'] }

const LOOKS: Record<State, [Hue, Shape]> = {
  queued: ['slate', 'empty'],
  sending: ['slate', 'half'],
  sent: ['green', 'done'],
  partly: ['amber', 'level-4'],
  kept: ['slate', 'closed'],
  failed: ['red', 'level-4'],
}

export function DeliveryMark({ message: { ticket, mail, delivery } }: { message: Message }) {
  if (mail === null || !delivery) return null
  return <Mark ticket={ticket} mail={mail} state={delivery} />
}

function Mark({ ticket, mail, state }: { ticket: string; mail: string; state: State }) {
  const t = useT()
  const cache = useQueryClient()
  // A mail that a server took may still come back.
  const isOver = state === 'failed' || state === 'kept'
  useLive(isOver ? [] : [`outbound_mail:${mail}`], ({ payload }) => {
    const fate = (payload as { mail: Fate }).mail
    noteDelivery(cache, ticket, mail, fate)
    if (fate.state === 'failed' || fate.state === 'partly')
      void cache.invalidateQueries({ queryKey: [goneAddresses.get.name] })
  })
  const [hue, shape] = LOOKS[state]
  return (
    <Link to={`/settings/outbox/${mail}`} className={classes['delivery']}>
      <StatusMark hue={hue} shape={shape}>
        {t(`outbound_mail.state.${state}`)}
      </StatusMark>
    </Link>
  )
}
