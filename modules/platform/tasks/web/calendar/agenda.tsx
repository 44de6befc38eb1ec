// The days of a month that have tasks, below one another: the calendar of a phone.
import { useCalendarWords, useT } from '#kernel/web/index.tsx'
import { Chip } from './chip.tsx'
import type { Placed } from './place.ts'
import type { Moving } from './use-moving.ts'
import classes from './calendar.module.css'

type Props = {
  days: readonly string[]
  today: string
  tasks: ReadonlyMap<string, readonly Placed[]>
  zone: string
  moving: Moving
}

export function Agenda({ days, today, tasks, zone, moving }: Props) {
  const t = useT()
  const words = useCalendarWords()
  const filled = days.filter((day) => tasks.has(day))
  if (filled.length === 0) return <p className="wn-quiet">{t('tasks.none_here')}</p>
  return (
    <div className={classes['agenda']}>
      {filled.map((day) => (
        <section key={day} aria-label={words.day(day)} data-day={day}>
          <h2 data-today={day === today || undefined}>{words.day(day)}</h2>
          <ul>
            {tasks.get(day)!.map((task) => (
              <li key={task.id}>
                <Chip task={task} zone={zone} moving={moving} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
