// States of mails as a shape, a hue and a word.
import { useT } from '#kernel/web/index.tsx'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import type { DeliveryState, INBOUND_STATES, OUTBOUND_STATES } from '../contract.ts'

type Inbound = (typeof INBOUND_STATES)[number]
type Outbound = (typeof OUTBOUND_STATES)[number]

const INBOUND: Record<Inbound, [Hue, Shape]> = {
  received: ['blue', 'empty'],
  parsed: ['blue', 'half'],
  handled: ['green', 'done'],
  suspended: ['amber', 'paused'],
  failed: ['red', 'level-4'],
}
const OUTBOUND: Record<Outbound, [Hue, Shape]> = {
  queued: ['blue', 'empty'],
  sending: ['blue', 'half'],
  sent: ['green', 'done'],
  partly: ['amber', 'level-4'],
  kept: ['slate', 'closed'],
  failed: ['red', 'level-4'],
}
const DELIVERY: Record<DeliveryState, [Hue, Shape]> = {
  pending: ['blue', 'empty'],
  accepted: ['green', 'done'],
  retrying: ['amber', 'paused'],
  failed: ['red', 'level-4'],
  bounced: ['red', 'level-4'],
  kept: ['slate', 'closed'],
}

export function InboundState({ state }: { state: Inbound }) {
  const t = useT()
  const [hue, shape] = INBOUND[state]
  return (
    <StatusMark hue={hue} shape={shape}>
      {t(`inbound_mail.state.${state}`)}
    </StatusMark>
  )
}

export function OutboundState({ state }: { state: Outbound }) {
  const t = useT()
  const [hue, shape] = OUTBOUND[state]
  return (
    <StatusMark hue={hue} shape={shape}>
      {t(`outbound_mail.state.${state}`)}
    </StatusMark>
  )
}

export function Delivery({ state }: { state: DeliveryState }) {
  const t = useT()
  const [hue, shape] = DELIVERY[state]
  return (
    <StatusMark hue={hue} shape={shape}>
      {t(`mail_delivery.${state}`)}
    </StatusMark>
  )
}

const MAILBOX: Record<'new' | 'connected' | 'failing' | 'off', [Hue, Shape]> = {
  new: ['blue', 'empty'],
  connected: ['green', 'done'],
  failing: ['red', 'level-4'],
  off: ['slate', 'closed'],
}

export function MailboxState({ state }: { state: keyof typeof MAILBOX }) {
  const t = useT()
  const [hue, shape] = MAILBOX[state]
  return (
    <StatusMark hue={hue} shape={shape}>
      {t(`mailbox.state.${state}`)}
    </StatusMark>
  )
}
