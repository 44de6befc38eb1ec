// When a task is due and when it is reminded of: a day, perhaps with a time.
import { Group, Select, TextInput } from '@mantine/core'
import { type Format, type Translate, useFormat, useT } from '#kernel/web/index.tsx'
import { clockIn, dayIn, instantIn } from './calendar/days.ts'
import type { TaskRow } from '../contract.ts'

export type Due = Pick<TaskRow, 'due_on' | 'due_at' | 'zone' | 'remind_minutes' | 'remind_at'>
export const NO_DUE: Omit<Due, 'zone'> = { due_on: null, due_at: null, remind_minutes: null, remind_at: null }

/** Minutes before, offered as reminders; the task’s own is offered beside them. */
const OFFERED = [0, 10, 30, 60, 1_440]

type Props = { due: Due; zone: string; size?: 'sm' | 'md'; onDue: (due: Due) => void; error?: string | null }

export function DueFields({ due, zone, size = 'sm', onDue, error }: Props) {
  const t = useT()
  const format = useFormat()
  const { due_on, due_at, remind_minutes } = due
  const day = due_on ?? (due_at === null ? '' : dayIn(zone, due_at))
  const clock = due_at === null ? '' : clockIn(zone, due_at)
  const set = (nextDay: string, nextClock: string) =>
    onDue({
      ...due,
      zone,
      due_on: nextDay && !nextClock ? nextDay : null,
      due_at: nextDay && nextClock ? instantIn(zone, nextDay, nextClock) : null,
      ...(nextDay ? {} : { remind_minutes: null }),
    })
  const minutes = [...new Set([...OFFERED, ...(remind_minutes === null ? [] : [remind_minutes])])]
  return (
    <Group gap={8} align="flex-end" grow preventGrowOverflow={false}>
      <TextInput
        size={size}
        type="date"
        label={t('task.due_on')}
        value={day}
        error={error}
        onChange={(event) => set(event.currentTarget.value, clock)}
      />
      <TextInput
        size={size}
        type="time"
        label={t('tasks.time')}
        disabled={!day}
        value={clock}
        onChange={(event) => set(day, event.currentTarget.value)}
      />
      <Select
        size={size}
        label={t('tasks.remind')}
        disabled={!day}
        allowDeselect={false}
        comboboxProps={{ withinPortal: true }}
        data={[
          { value: '', label: t('tasks.remind_never') },
          ...minutes.map((value) => ({ value: String(value), label: wordsOf(t, format, value, due_at === null) })),
        ]}
        value={remind_minutes === null ? '' : String(remind_minutes)}
        onChange={(value) => onDue({ ...due, zone, remind_minutes: value ? Number(value) : null, remind_at: null })}
      />
    </Group>
  )
}

/** A whole day is reminded of from nine in the morning. */
function wordsOf(t: Translate, format: Format, minutes: number, isDay: boolean): string {
  if (minutes === 0) return t(isDay ? 'tasks.remind_morning' : 'tasks.remind_at_time')
  return t('tasks.remind_before', { time: format.duration(minutes * 60_000) })
}
