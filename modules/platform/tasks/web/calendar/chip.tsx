// One task in a day of the calendar.
import { useNow, useT, useAddress } from '#kernel/web/index.tsx'
import { clockIn } from './days.ts'
import type { Placed } from './place.ts'
import type { Moving } from './use-moving.ts'
import classes from './calendar.module.css'

type Props = { task: Placed; zone: string; moving: Moving }

/** What is dragged stands here too: only texts can be handed over by a drag. */
export const TASK_TYPE = 'application/x-task'

export function Chip({ task, zone, moving }: Props) {
  const t = useT()
  const now = useNow()
  const { go } = useAddress()
  const { id, title, state, due, due_at } = task
  const isLate = state === 'open' && due !== null && Date.parse(due) < now
  const isLifted = moving.lifted?.task.id === id
  const clock = due_at === null ? null : clockIn(zone, due_at)
  return (
    <button
      type="button"
      className={classes['chip']}
      data-task={id}
      data-state={state}
      data-late={isLate || undefined}
      data-lifted={isLifted || undefined}
      draggable={moving.mayMove}
      aria-describedby={moving.mayMove ? 'tasks-keys' : undefined}
      title={title}
      onClick={() => go(`/tasks/${id}`)}
      onKeyDown={(event) => moving.onKeyDown(task, event)}
      onDragStart={(event) => {
        event.dataTransfer.setData(TASK_TYPE, JSON.stringify(task))
        event.dataTransfer.effectAllowed = 'move'
      }}
    >
      {clock && <span className={classes['clock']}>{clock}</span>}
      <bdi>{title}</bdi>
      {isLate && <span className="wn-hidden">{t('tasks.overdue')}</span>}
    </button>
  )
}
