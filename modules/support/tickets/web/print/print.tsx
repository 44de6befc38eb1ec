// A ticket on paper: everything unfolded, nothing of the screen around it. However long it is: it is read a page at a time,
// and what is more than paper bears at once comes in parts.
import { Button, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Out, Row } from '#kernel/contract/index.ts'
import { ProblemAlert, RowsSkeleton, Reference, useAction, useAddress, useFormat, useT } from '#kernel/web/index.tsx'
import { type Ticket, tickets } from '../../contract.ts'
import { conversation } from '../../contract/conversation.ts'
import { PrintedRows } from './printed-rows.tsx'
import { type Part, usePrinted } from './use-printed.ts'
import classes from './print.module.css'

/** Names and pictures are on their way still. */
const SETTLES_MS = 800

type Whole = { ticket: Row<typeof Ticket>; opening: Out<typeof conversation.opening> }

export default function PrintPage() {
  const id = useAddress().params['id']!
  const { data: ticket, error, refetch } = useAction(tickets.get, { id })
  const opening = useAction(conversation.opening, { id })
  const problem = error ?? opening.error
  // As it was when it was asked for: a change that comes meanwhile begins nothing anew.
  const [whole, setWhole] = useState<Whole | null>(null)
  if (whole === null && ticket && opening.data) setWhole({ ticket, opening: opening.data })
  // The screen around the page is hidden as long as it is shown; a print has none.
  useEffect(() => {
    document.documentElement.dataset['paper'] = ''
    return () => void delete document.documentElement.dataset['paper']
  }, [])
  return createPortal(
    <main className={classes['paper']}>
      <ProblemAlert problem={whole ? null : problem} onRetry={() => void Promise.all([refetch(), opening.refetch()])} />
      {!whole && !problem && <RowsSkeleton />}
      {whole && <Sheet {...whole} />}
    </main>,
    document.body,
  )
}

function Sheet({ ticket, opening }: Whole) {
  const t = useT()
  const { part, problem, retry, goOn } = usePrinted({ ticket, opening })
  const isReady = part.state !== 'reading'
  useEffect(() => {
    const title = document.title
    document.title = `${ticket.number} ${ticket.title}`
    return () => void (document.title = title)
  }, [ticket.number, ticket.title])
  const { number } = part
  useEffect(() => {
    if (!isReady) return
    const settled = setTimeout(() => window.print(), SETTLES_MS)
    return () => clearTimeout(settled)
  }, [isReady, number])
  return (
    <>
      <div className={classes['tools']}>
        {part.state === 'full' && (
          <Button variant="default" onClick={() => (goOn(), window.scrollTo(0, 0))}>
            {t('tickets.print.next_part')}
          </Button>
        )}
        <Button disabled={!isReady} onClick={() => window.print()}>
          {t('tickets.print.one')}
        </Button>
      </div>
      <Head ticket={ticket} />
      <Standing part={part} of={ticket.comment_count} />
      {part.pieces.map((rows, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- pieces are only ever added at the end
        <PrintedRows key={`${number} ${index}`} rows={rows} requester={ticket.requester} />
      ))}
      <ProblemAlert problem={problem} onRetry={retry} />
      {part.state === 'full' && <p className={classes['standing']}>{t('tickets.print.goes_on')}</p>}
    </>
  )
}

/** How far the conversation is read, and which part of it this is; on paper too, so that none is taken for the whole. */
function Standing({ part: { state, number, before, messages, open }, of }: { part: Part; of: number }) {
  const t = useT()
  const format = useFormat()
  if (state === 'reading')
    return (
      <div className={classes['standing']}>
        <p role="status">{t('tickets.print.reading', { done: format.number(before + messages) })}</p>
        <Progress value={(100 * Math.min(open, of)) / Math.max(1, of)} aria-label={t('tickets.conversation')} />
      </div>
    )
  if (state === 'whole' && number === 1) return null
  return (
    <p className={classes['standing']}>
      {t('tickets.print.part', {
        part: number,
        from: format.number(before + 1),
        to: format.number(before + messages),
      })}
    </p>
  )
}

function Head({ ticket }: { ticket: Row<typeof Ticket> }) {
  const t = useT()
  const format = useFormat()
  const [now] = useState(() => new Date().toISOString())
  return (
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
    </header>
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
