// What is to be done next about a deal, on its card.
import { IconChecklist } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { referenceKey, useFormat, useLive, useMe, useReference, useT } from '#kernel/web/index.tsx'
import { type NextTask, taskedName, tasks } from '#modules/platform/tasks/contract.ts'
import type * as z from 'zod'
import { Deal } from '../../contract.ts'
import { NEXT_TASK } from '../naming.ts'
import classes from './board.module.css'

type Task = z.output<typeof NextTask>

/** Nothing where nothing is to be done, and for whoever keeps no tasks. */
export function NextTaskSign({ deal, now }: { deal: string; now: number }) {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const { card } = useReference(NEXT_TASK, may(tasks.next.can) ? deal : null)
  if (!card) return null
  const { title, due, due_at, due_on } = card as unknown as Task
  const isLate = due !== null && Date.parse(due) < now
  // Noon: no zone moves it to another day.
  const when = due_at ? format.dateTime(due_at) : due_on ? format.date(`${due_on}T12:00:00Z`) : ''
  const day = due_on ?? (due_at && format.dayOf(due_at))
  const soon = due_at && day === format.dayOf(now) ? format.time(due_at) : day && format.relativeDay(day, now)
  const says = when ? t(isLate ? 'deals.next_task_late' : 'deals.next_task', { title, when }) : title
  return (
    <span className={classes['next']} data-late={isLate || undefined} title={says}>
      <IconChecklist size={14} stroke={1.5} aria-hidden="true" />
      <span aria-hidden="true">{soon}</span>
      <span className="wn-hidden">{says}</span>
    </span>
  )
}

/** Tasks about deals change without the deals: then they are asked for anew. */
export function useFreshTasks(): void {
  const cache = useQueryClient()
  useLive([Deal.name], ({ name, payload }) => {
    if (name !== taskedName(Deal.name)) return
    const { subject } = payload as { subject: { id: string } }
    void cache.invalidateQueries({ queryKey: referenceKey(NEXT_TASK, subject.id) })
  })
}
