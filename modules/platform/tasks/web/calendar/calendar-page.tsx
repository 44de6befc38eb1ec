// Tasks by their days: a month, a week, on a phone a list of days.
import { ActionIcon, Button, Group, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight, IconList, IconPlus } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import {
  Link,
  ProblemAlert,
  SideDrawer,
  useAddress,
  useCalendarWords,
  useInfiniteAction,
  useLive,
  useMe,
  useNow,
  useT,
} from '#kernel/web/index.tsx'
import { Task, tasks } from '../../contract.ts'
import { TaskForm } from '../task-form.tsx'
import { useZone } from '../use-zone.ts'
import { Agenda } from './agenda.tsx'
import { addDays, addMonths, dayIn, instantIn, weekOf, weeksOf } from './days.ts'
import { Grid } from './grid.tsx'
import { byDay, onDay, type Placed } from './place.ts'
import { useMoving } from './use-moving.ts'
import classes from './calendar.module.css'

const FIELDS = ['id', 'title', 'state', 'due_on', 'due_at', 'due', 'assignee', 'author', 'team', 'version']
const aDay = /^\d{4}-\d{2}-\d{2}$/

export default function CalendarPage() {
  const t = useT()
  const zone = useZone()
  const words = useCalendarWords()
  const { may } = useMe()
  const { search, setSearch } = useAddress()
  const today = dayIn(zone, useNow())
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  const day = aDay.test(search['day'] ?? '') && !Number.isNaN(Date.parse(search['day']!)) ? search['day']! : today
  const isWeek = search['show'] === 'week' && !phone
  const isAll = search['whose'] === 'all'
  const weeks = isWeek ? [weekOf(day, words.firstDay)] : weeksOf(day, words.firstDay)
  const days = weeks.flat()
  const listed = useTasks(days[0]!, days.at(-1)!, zone, isAll)
  const [added, setAdded] = useState<string | null>(null)
  const grid = useRef<HTMLDivElement>(null)
  const walked = useRef(false)
  const to = (next: string) => setSearch({ day: next === today ? undefined : next })
  const moving = useMoving(zone, (next) => !days.includes(next) && to(next))
  useEffect(() => {
    if (!walked.current) return
    walked.current = false
    grid.current?.querySelector<HTMLElement>(`[data-number="${day}"]`)?.focus()
  }, [day])
  const { lifted } = moving
  const placed = useMemo(() => {
    const items = listed.items as readonly Placed[]
    if (!lifted) return byDay(items, zone)
    // What is lifted stands where it would land.
    const { task } = lifted
    return byDay([...items.filter(({ id }) => id !== task.id), { ...task, ...onDay(task, lifted.day, zone) }], zone)
  }, [listed.items, lifted, zone])
  // A task keeps the focus wherever it goes: it is drawn anew in each day.
  const followed = useRef<string | null>(null)
  useEffect(() => {
    if (lifted) followed.current = lifted.task.id
    if (!followed.current || (!lifted && document.activeElement !== document.body)) return
    grid.current?.querySelector<HTMLElement>(`[data-task="${followed.current}"]`)?.focus()
  }, [lifted, placed])
  const step = (count: number) => to(isWeek ? addDays(day, 7 * count) : addMonths(day, count))
  return (
    <div className={classes['page']}>
      <div className={classes['tools']}>
        <h1 aria-live="polite">{words.month(isWeek ? days[3]! : day)}</h1>
        <Group gap={4} wrap="nowrap">
          <ActionIcon variant="default" size="lg" aria-label={t('tasks.previous')} onClick={() => step(-1)}>
            <IconChevronLeft size={18} stroke={1.5} className="wn-mirrors" />
          </ActionIcon>
          <Button variant="default" onClick={() => to(today)}>
            {t('tasks.today')}
          </Button>
          <ActionIcon variant="default" size="lg" aria-label={t('tasks.next')} onClick={() => step(1)}>
            <IconChevronRight size={18} stroke={1.5} className="wn-mirrors" />
          </ActionIcon>
        </Group>
        {!phone && (
          <SegmentedControl
            aria-label={t('tasks.show')}
            value={isWeek ? 'week' : 'month'}
            onChange={(show) => setSearch({ show: show === 'week' ? show : undefined })}
            data={['month', 'week'].map((value) => ({ value, label: t(`tasks.show_${value}`) }))}
          />
        )}
        <SegmentedControl
          aria-label={t('tasks.whose')}
          value={isAll ? 'all' : 'mine'}
          onChange={(whose) => setSearch({ whose: whose === 'all' ? whose : undefined })}
          data={['mine', 'all'].map((value) => ({ value, label: t(`tasks.view.${value}`) }))}
        />
        <Button component={Link} to="/tasks" variant="default" leftSection={<IconList size={16} stroke={1.5} />}>
          {t('tasks.list')}
        </Button>
        {may(tasks.create.can) && (
          <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setAdded(day)}>
            {t('task.new')}
          </Button>
        )}
      </div>
      <p id="tasks-keys" className="wn-hidden">
        {t('tasks.keys')}
      </p>
      <div className="wn-hidden" aria-live="assertive">
        {moving.said}
      </div>
      <ProblemAlert problem={listed.problem} />
      <div
        ref={grid}
        className={classes['scroll']}
        aria-busy={listed.isPending}
        onPointerDown={() => {
          followed.current = null
          moving.leave()
        }}
      >
        {phone ? (
          <Agenda
            days={days.filter((one) => one.startsWith(day.slice(0, 7)))}
            today={today}
            tasks={placed}
            zone={zone}
            moving={moving}
          />
        ) : (
          <Grid
            weeks={weeks}
            day={day}
            today={today}
            month={isWeek ? null : day.slice(0, 7)}
            tasks={placed}
            zone={zone}
            moving={moving}
            onDay={(next) => {
              walked.current = true
              to(next)
            }}
            onWeek={(next) => setSearch({ show: 'week', day: next })}
            onNew={(one) => may(tasks.create.can) && setAdded(one)}
          />
        )}
      </div>
      <SideDrawer title={t('task.new')} opened={added !== null} onClose={() => setAdded(null)}>
        <TaskForm day={added ?? undefined} onDone={() => setAdded(null)} onCancel={() => setAdded(null)} />
      </SideDrawer>
    </div>
  )
}

/** All tasks of a stretch of days, page after page; a whole day ends in the zone of whoever wrote it, so a day more each way. */
function useTasks(from: string, to: string, zone: string, isAll: boolean) {
  useLive([Task.name])
  const list = useInfiniteAction(tasks.list, {
    due_from: instantIn(zone, addDays(from, -1), '00:00'),
    due_to: instantIn(zone, addDays(to, 2), '00:00'),
    ...(isAll ? {} : { assignee: 'me' }),
    state: ['open', 'done'],
    sort: 'due',
    fields: FIELDS,
    limit: 200,
  })
  const { hasMore, isFetchingMore, fetchMore } = list
  useEffect(() => {
    if (hasMore && !isFetchingMore) fetchMore()
  }, [hasMore, isFetchingMore, fetchMore])
  return list
}
