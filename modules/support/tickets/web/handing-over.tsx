// Below a person who is kept: how many open tickets they hold, and whom to hand them to when they leave.
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keyOf, ProblemAlert, ReferencePicker, toast, useAction, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { bulk } from '#modules/platform/bulk/contract.ts'
import { Ticket, tickets } from '../contract.ts'
import classes from './handing-over.module.css'

export default function HandingOver({ user }: { user: { id: string } }) {
  const t = useT()
  const { may } = useMe()
  const cache = useQueryClient()
  const [to, setTo] = useState<string | null>(null)
  const filter = { status: 'open', assignee: user.id } as const
  const asked = { ...filter, limit: 1, total: true, fields: ['id'] } as const
  const isOffered = may(tickets.list.can) && may(tickets.assign.can) && may(bulk.start.can)
  const { data } = useAction(tickets.list, asked, { enabled: isOffered && user.id !== '' })
  const handing = useCommand(bulk.start, {
    onDone: ({ total }) => {
      toast(t('tickets.handed_over', { count: total }))
      setTo(null)
      void cache.invalidateQueries({ queryKey: keyOf(tickets.list, asked) })
    },
  })
  const count = data?.total ?? 0
  if (!isOffered || count === 0) return null
  const input = { entity: Ticket.name, action: tickets.assign.name, input: { assignee: to }, selection: { filter } }
  return (
    <section className={classes['section']} aria-label={t('tickets.holds')}>
      <h3>{t('tickets.holds')}</h3>
      <p>{t('tickets.holds_count', { count })}</p>
      <ReferencePicker
        entity="user"
        label={t('tickets.hand_over_to')}
        value={to}
        clearable
        only={({ id }) => id !== user.id}
        onChange={setTo}
      />
      <ProblemAlert problem={handing.problem} untitled />
      <div className="wn-actions">
        <Button variant="default" disabled={!to} loading={handing.isPending} onClick={() => void handing.run(input)}>
          {t('tickets.hand_over')}
        </Button>
      </div>
    </section>
  )
}
