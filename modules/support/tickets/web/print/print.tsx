// A ticket on paper: everything unfolded, nothing of the screen around it.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { type Call, MAX_LIMIT, type Out, type Problem, type Row } from '#kernel/contract/index.ts'
import { ProblemAlert, RowsSkeleton, Reference, useAddress, useCall, useFormat, useT } from '#kernel/web/index.tsx'
import { type Ticket, tickets } from '../../contract.ts'
import { conversation } from '../../contract/conversation.ts'
import { Events } from '../thread/events.tsx'
import { MessageCard } from '../thread/message/message.tsx'
import type { Happening, Message } from '../thread/story.ts'
import { useRows } from '../thread/thread.tsx'
import classes from './print.module.css'

/** What a printer is asked for at most; the last ones, because they say how the matter stands. */
const MOST = 2_000
type Whole = {
  ticket: Row<typeof Ticket>
  opening: Out<typeof conversation.opening>
  messages: Message[]
  timeline: Happening[]
  isCut: boolean
}

async function wholeOf(call: Call, id: string): Promise<Whole> {
  const [ticket, opening] = await Promise.all([call(tickets.get, { id }), call(conversation.opening, { id })])
  const pages: Message[][] = []
  let before: string | null | undefined
  for (let count = 0; before !== null && count < MOST; count += pages[0]!.length) {
    const asked = { id, limit: MAX_LIMIT, ...(before ? { before } : { newest: true }) }
    const page: Out<typeof tickets.comments> = await call(tickets.comments, asked)
    pages.unshift(page.items)
    before = page.previous
  }
  const past = await call(tickets.timeline, { id, newest: true, changes: true })
  const messages = pages.flat()
  const since = before === null ? '' : (messages[0]?.created_at ?? '')
  return { ticket, opening, messages, timeline: past.items.filter(({ at }) => at >= since), isCut: before !== null }
}

export default function PrintPage() {
  const call = useCall()
  const id = useAddress().params['id']!
  const { data, error, refetch } = useQuery<Whole, Problem>({
    queryKey: ['tickets.print', id],
    queryFn: () => wholeOf(call, id),
    staleTime: 0,
  })
  // The screen around the page is hidden as long as it is shown; a print has none.
  useEffect(() => {
    document.documentElement.dataset['paper'] = ''
    return () => void delete document.documentElement.dataset['paper']
  }, [])
  return createPortal(
    <main className={classes['paper']}>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton />}
      {data && <Sheet {...data} />}
    </main>,
    document.body,
  )
}

function Sheet({ ticket, opening, messages, timeline, isCut }: Whole) {
  const t = useT()
  const format = useFormat()
  const [now] = useState(() => new Date().toISOString())
  const rows = useRows({ ticket, messages, timeline, opening: isCut ? undefined : opening })
  useEffect(() => {
    const title = document.title
    document.title = `${ticket.number} ${ticket.title}`
    // Names and pictures are on their way still.
    const settled = setTimeout(() => window.print(), 800)
    return () => {
      clearTimeout(settled)
      document.title = title
    }
  }, [ticket.number, ticket.title])
  return (
    <>
      <div className={classes['tools']}>
        <Button onClick={() => window.print()}>{t('tickets.print.one')}</Button>
      </div>
      <header className={classes['head']}>
        <p>
          <bdi>{t('tickets.number', { number: ticket.number })}</bdi>
        </p>
        <h1 dir="auto">{ticket.title}</h1>
        <dl>
          <Fact name="ticket.requester">
            <Reference entity="user" id={ticket.requester} plain />
          </Fact>
          <Fact name="ticket.status">{t(`ticket.status.${ticket.status}`)}</Fact>
          <Fact name="ticket.priority">{t(`ticket.priority.${ticket.priority}`)}</Fact>
          {ticket.assignee && (
            <Fact name="ticket.assignee">
              <Reference entity="user" id={ticket.assignee} plain />
            </Fact>
          )}
          <Fact name="tickets.print.opened">{format.dateTime(ticket.created_at)}</Fact>
          <Fact name="tickets.print.at">{format.dateTime(now)}</Fact>
        </dl>
        {isCut && <p>{t('tickets.print.cut', { count: messages.length })}</p>}
      </header>
      {rows.map(({ key, day, item }) => (
        <section key={key} className={classes['row']}>
          {day !== null && <p className={classes['day']}>{format.date(day)}</p>}
          {item.kind === 'events' ? (
            <Events entries={item.entries} unfolded />
          ) : (
            <MessageCard
              message={item.message}
              mine={false}
              fromRequester={item.message.author === ticket.requester}
              unfolded
            />
          )}
        </section>
      ))}
    </>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  const t = useT()
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{children}</dd>
    </div>
  )
}
