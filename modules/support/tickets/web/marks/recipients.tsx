// Everybody whom a reply went to by mail, each with its fate.
import { useFormat, useHasText, useT } from '#kernel/web/index.tsx'
import type { DeliveryState } from '#modules/platform/mail/contract.ts'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import type { Message } from '../thread/story.ts'
import classes from './recipients.module.css'

const LOOKS: Record<DeliveryState, [Hue, Shape]> = {
  pending: ['slate', 'empty'],
  retrying: ['amber', 'half'],
  accepted: ['green', 'done'],
  kept: ['slate', 'closed'],
  failed: ['red', 'level-4'],
  bounced: ['red', 'level-4'],
}

export function RecipientChips({ message: { recipients } }: { message: Message }) {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  if (!recipients || recipients.length === 0) return null
  return (
    <ul className={classes['chips']} aria-label={t('tickets.recipients')}>
      {recipients.map(({ name, address, role, state, cause, message, at }) => {
        const [hue, shape] = LOOKS[state]
        const why = cause && has(`outgoing.cause.${cause}`) ? t(`outgoing.cause.${cause}`) : null
        const told = [address, why, message, at && format.dateTime(at)].filter(Boolean).join(' · ')
        return (
          <li key={`${role} ${address}`}>
            <span data-hint={told} className={classes['chip']} data-state={state} tabIndex={0}>
              <span className={classes['role']}>{t(role === 'to' ? 'tickets.to' : 'tickets.cc')}</span>
              <bdi className={classes['name']}>{name || address}</bdi>
              <StatusMark hue={hue} shape={shape}>
                {t(`tickets.fate.${state}`)}
              </StatusMark>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
