// When a task is due, in words; what is overdue says so.
import { useFormat, useNow, useT } from '#kernel/web/index.tsx'
import type { TaskRow } from '../contract.ts'
import classes from './tasks.module.css'

type Props = { task: Partial<Pick<TaskRow, 'due_on' | 'due_at' | 'due' | 'state'>> }

export function DueWords({ task: { due_on, due_at, due, state } }: Props) {
  const t = useT()
  const format = useFormat()
  const now = useNow()
  if (!due) return <span className="wn-quiet">{'—'}</span>
  const isLate = state === 'open' && Date.parse(due) < now
  // Noon: no zone moves it to another day.
  const words = due_at ? format.dateTime(due_at) : format.date(`${due_on ?? due.slice(0, 10)}T12:00:00Z`)
  return (
    <span className={classes['due']} data-late={isLate || undefined}>
      {isLate ? t('tasks.overdue_since', { when: words }) : words}
    </span>
  )
}
