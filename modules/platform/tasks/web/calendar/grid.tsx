// Whole weeks of days with their tasks: a month, or one week.
import { UnstyledButton } from '@mantine/core'
import { useDirection } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { useCalendarWords, useT } from '#kernel/web/index.tsx'
import { Chip, TASK_TYPE } from './chip.tsx'
import { addDays } from './days.ts'
import { type Placed, stepOf } from './place.ts'
import type { Moving } from './use-moving.ts'
import classes from './calendar.module.css'

/** A day of a month shows so many; the others stand in its week. */
const MOST_SHOWN = 3

export type GridProps = {
  weeks: readonly (readonly string[])[]
  /** The day that the arrows are at. */
  day: string
  today: string
  /** `YYYY-MM`; days of others are paler. Null in a week. */
  month: string | null
  tasks: ReadonlyMap<string, readonly Placed[]>
  zone: string
  moving: Moving
  onDay: (day: string) => void
  /** Opens the week of a day. */
  onWeek: (day: string) => void
  onNew: (day: string) => void
}

export function Grid(props: GridProps) {
  const { weeks, day, month, today } = props
  const t = useT()
  const words = useCalendarWords()
  return (
    <table className={classes['grid']} data-week={month === null || undefined}>
      <caption className="wn-hidden">{t('tasks.calendar')}</caption>
      <thead>
        <tr>
          {weeks[0]!.map((one) => (
            <th key={one} scope="col">
              {words.weekday(one)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((one) => (
              <Day key={one} {...props} one={one} isAt={one === day} isToday={one === today} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type DayProps = GridProps & { one: string; isAt: boolean; isToday: boolean }

function Day({ one, isAt, isToday, month, tasks, zone, moving, onDay, onWeek, onNew }: DayProps) {
  const t = useT()
  const words = useCalendarWords()
  const { dir } = useDirection()
  const [isOver, setOver] = useState(false)
  const all = tasks.get(one) ?? []
  const shown = month === null || all.length <= MOST_SHOWN ? all : all.slice(0, MOST_SHOWN - 1)
  const walk = (event: KeyboardEvent) => {
    const step = stepOf(event.key, dir === 'rtl')
    if (step === 0) return
    event.preventDefault()
    onDay(addDays(one, step))
  }
  return (
    <td
      className={classes['day']}
      data-day={one}
      data-other={(month !== null && !one.startsWith(month)) || undefined}
      data-today={isToday || undefined}
      data-over={isOver || moving.lifted?.day === one || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(TASK_TYPE)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        const carried = event.dataTransfer.getData(TASK_TYPE)
        if (!carried) return
        event.preventDefault()
        moving.land(JSON.parse(carried) as Placed, one)
      }}
    >
      <UnstyledButton
        className={classes['number']}
        tabIndex={isAt ? 0 : -1}
        data-number={one}
        aria-current={isToday ? 'date' : undefined}
        aria-label={t('tasks.new_on', { day: words.day(one), number: all.length })}
        onKeyDown={walk}
        onClick={() => onNew(one)}
      >
        {Number(one.slice(8))}
      </UnstyledButton>
      {all.length > 0 && (
        <ul>
          {shown.map((task) => (
            <li key={task.id}>
              <Chip task={task} zone={zone} moving={moving} />
            </li>
          ))}
        </ul>
      )}
      {shown.length < all.length && (
        <UnstyledButton className={classes['more']} onClick={() => onWeek(one)}>
          {t('tasks.more', { number: all.length - shown.length })}
        </UnstyledButton>
      )}
    </td>
  )
}
