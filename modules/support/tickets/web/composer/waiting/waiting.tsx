// Replies that have not left yet, above the field: taken back, put off, sent now; or stopped, with the reason.
import { Button } from '@mantine/core'
import { IconClock, IconPlayerPause } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { keyOf, Reference, useAction, useCommand, useFormat, useLive, useMe, useNow, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { READ_NOTES } from '../../../contract.ts'
import { type Sending, sendings, ticketSendingChanged } from '../../../contract/composing/sending.ts'
import { useRefusal } from '../../ticket/refusal.ts'
import { LaterItems } from './later-items.tsx'
import { MomentDialog } from './moment-dialog.tsx'
import classes from './waiting.module.css'

export type Waiting = Row<typeof Sending>
const SOON_MS = 60_000

/** `onBack` gets what was taken back, to put it into the field again. */
export function WaitingReplies({ ticket, onBack }: { ticket: string; onBack: (sending: Waiting) => void }) {
  const t = useT()
  const may = useMe().may(READ_NOTES)
  const cache = useQueryClient()
  const { data } = useAction(sendings.list, { id: ticket }, { enabled: may })
  useLive([`ticket:${ticket}`], ({ name }) => {
    if (name === ticketSendingChanged.name)
      void cache.invalidateQueries({ queryKey: keyOf(sendings.list, { id: ticket }) })
  })
  if (!data || data.items.length === 0) return null
  return (
    <ul className={classes['waiting']} aria-label={t('tickets.waiting')}>
      {data.items.map((one) => (
        <WaitingReply key={one.id} sending={one} onBack={onBack} />
      ))}
    </ul>
  )
}

function WaitingReply({ sending, onBack }: { sending: Waiting; onBack: (sending: Waiting) => void }) {
  const t = useT()
  const me = useMe()
  const onProblem = useRefusal()
  const [asks, setAsks] = useState(false)
  const cache = useQueryClient()
  const onDone = () => void cache.invalidateQueries({ queryKey: keyOf(sendings.list, { id: sending.ticket }) })
  const cancel = useCommand(sendings.cancel, { onProblem, onDone })
  const reschedule = useCommand(sendings.reschedule, { onProblem, onDone })
  const isMine = sending.author === me.user.id
  const isStopped = sending.state === 'stopped'
  const which = { id: sending.ticket, sending: sending.id }
  const takeBack = async () => {
    const back = await cancel.run(which)
    if (back && isMine) onBack(back)
  }
  const at = (send_at: string) => void reschedule.run({ ...which, send_at })
  const Icon = isStopped ? IconPlayerPause : IconClock
  return (
    <li className={classes['one']} data-stopped={isStopped}>
      <div className={classes['when']}>
        <Icon size={16} stroke={1.5} aria-hidden />
        {isStopped ? (
          <strong>{t(`sending_reason.${reasonOf(sending.reason)}`)}</strong>
        ) : (
          <Leaves at={sending.send_at} />
        )}
        {sending.status && <span>{t('tickets.waiting_status', { status: t(`ticket.status.${sending.status}`) })}</span>}
        {!isMine && <Reference entity="user" id={sending.author} plain />}
      </div>
      <p dir="auto" className={classes['text']}>
        {sending.text}
      </p>
      <div className={classes['ways']}>
        {(isMine || me.may('tickets.delete')) && (
          <Button size="xs" loading={cancel.isPending} onClick={() => void takeBack()}>
            {t(isMine ? 'tickets.take_back' : 'tickets.cancel_sending')}
          </Button>
        )}
        {isMine && !isStopped && (
          <>
            <Button size="xs" variant="default" onClick={() => at(new Date().toISOString())}>
              {t('tickets.send_now')}
            </Button>
            <Menu withinPortal>
              <Menu.Target>
                <Button size="xs" variant="default">
                  {t('tickets.other_time')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <LaterItems onChoose={at} onCustom={() => setAsks(true)} />
              </Menu.Dropdown>
            </Menu>
          </>
        )}
      </div>
      <MomentDialog
        isOpen={asks}
        title={t('tickets.later.title')}
        verb={t('tickets.later.choose')}
        onClose={() => setAsks(false)}
        onChoose={at}
      />
    </li>
  )
}

const REASONS = ['ticket_stale', 'author_left', 'ticket_cannot_move', 'ticket_is_done', 'attachment_taken']
const reasonOf = (reason: string | null) => (reason !== null && REASONS.includes(reason) ? reason : 'refused')

/** Counts down while little time is left, and says the hour else. */
function Leaves({ at }: { at: string }) {
  const t = useT()
  const format = useFormat()
  const now = useNow()
  const isSoon = Date.parse(at) - now < SOON_MS
  return isSoon ? <Countdown at={at} /> : <span>{t('tickets.leaves_at', { time: format.dateTime(at) })}</span>
}

function Countdown({ at }: { at: string }) {
  const t = useT()
  const left = () => Math.max(0, Math.ceil((Date.parse(at) - Date.now()) / 1_000))
  const [seconds, setSeconds] = useState(left)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left), 250)
    return () => clearInterval(timer)
  })
  return (
    <span role="timer">{seconds === 0 ? t('tickets.leaves_now') : t('tickets.leaves_in', { count: seconds })}</span>
  )
}
