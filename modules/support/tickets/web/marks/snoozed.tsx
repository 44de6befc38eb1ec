// That a ticket is put off, and until when; nothing while it is before the desk's eyes.
import { IconClockPause } from '@tabler/icons-react'
import type { Row } from '#kernel/contract/index.ts'
import { useFormat, useT } from '#kernel/web/index.tsx'
import type { Ticket } from '../../contract.ts'
import classes from './marks.module.css'

type Props = { ticket: Pick<Row<typeof Ticket>, 'snoozed' | 'snoozed_until'>; short?: boolean }

export function SnoozedMark({ ticket, short = false }: Props) {
  const t = useT()
  const format = useFormat()
  if (!ticket.snoozed) return null
  const { snoozed_until: until } = ticket
  const words = until ? t('tickets.snoozed_until', { time: format.dateTime(until) }) : t('tickets.snoozed_reply')
  const today = format.date(new Date().toISOString())
  const near = (at: string) => (format.date(at) === today ? format.time(at) : format.date(at))
  return (
    <span className={classes['snoozed']} title={words}>
      <IconClockPause size={14} stroke={1.5} aria-hidden />
      {short && until ? (
        <>
          <span aria-hidden>{near(until)}</span>
          <span className="wn-hidden">{words}</span>
        </>
      ) : short ? (
        <span className="wn-hidden">{words}</span>
      ) : (
        words
      )}
    </span>
  )
}
