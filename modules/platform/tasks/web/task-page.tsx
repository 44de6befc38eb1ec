// One task: what is to be done, by whom and when, and what it is about.
import { Button, Group } from '@mantine/core'
import { IconCheck, IconRotate } from '@tabler/icons-react'
import { useState } from 'react'
import {
  Link,
  OpenRecord,
  ProblemAlert,
  Properties,
  RemoveRecord,
  useAddress,
  useCommand,
  useMe,
  usePlatform,
  useReference,
  useT,
} from '#kernel/web/index.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import { Task, type TaskRow, tasks } from '../contract.ts'
import { type Due, DueFields } from './due-fields.tsx'
import { DueWords } from './due-words.tsx'
import { useZone } from './use-zone.ts'
import classes from './tasks.module.css'

const FIELDS = ['title', 'description', 'assignee', 'team', 'state', 'author', 'done_by', 'created_at']
const LOOK = { open: ['blue', 'empty'], done: ['green', 'done'], cancelled: ['slate', 'closed'] } as const

export default function TaskPage() {
  return (
    <OpenRecord of={Task} get={tasks.get}>
      {(task) => <Shown task={task} />}
    </OpenRecord>
  )
}

function Shown({ task }: { task: TaskRow }) {
  const t = useT()
  const { may } = useMe()
  const { go } = useAddress()
  const update = useCommand(tasks.update)
  const [hue, shape] = LOOK[task.state]
  const isOpen = task.state === 'open'
  return (
    <div className={classes['task']}>
      <Link to="/tasks">{t('task.many')}</Link>
      <Group gap={12} mt={4}>
        <h1 dir="auto">{task.title}</h1>
        <StatusMark hue={hue} shape={shape}>
          {t(`task.state.${task.state}`)}
        </StatusMark>
      </Group>
      <p>
        <DueWords task={task} />
        <About task={task} />
      </p>
      <Group gap={8} my={12}>
        {may(tasks.update.can) && (
          <Button
            loading={update.isPending}
            variant={isOpen ? 'filled' : 'default'}
            leftSection={isOpen ? <IconCheck size={16} stroke={1.5} /> : <IconRotate size={16} stroke={1.5} />}
            onClick={() => void update.run({ id: task.id, state: isOpen ? 'done' : 'open' })}
          >
            {t(isOpen ? 'tasks.finish' : 'tasks.reopen')}
          </Button>
        )}
        <RemoveRecord of={Task} id={task.id} remove={tasks.remove} onDone={() => go('/tasks')}>
          {t('tasks.remove_text', { title: task.title })}
        </RemoveRecord>
      </Group>
      <ProblemAlert problem={update.problem} />
      {may(tasks.update.can) && <Timing key={task.version} task={task} />}
      <Properties of={Task} row={task} update={tasks.update} get={tasks.get} fields={FIELDS} />
    </div>
  )
}

/** What it is about, as a way there; nothing for whoever does not see that. */
function About({ task: { entity, record } }: { task: TaskRow }) {
  const { references } = usePlatform()
  const { name, card } = useReference(entity ?? Task.name, record)
  if (!entity || !record || !card) return null
  const to = references.source(entity)?.to?.(card)
  return (
    <>
      {' · '}
      {to ? (
        <Link to={to}>
          <bdi>{name}</bdi>
        </Link>
      ) : (
        <bdi>{name}</bdi>
      )}
    </>
  )
}

/** Saved for the version that was read. */
function Timing({ task }: { task: TaskRow }) {
  const t = useT()
  const zone = useZone()
  const [due, setDue] = useState<Due>(task)
  const { run, isPending, problem } = useCommand(tasks.update)
  const { due_on, due_at, remind_minutes, remind_at } = due
  const given = { due_on, due_at, zone: due.zone, remind_minutes, remind_at }
  const isSame = (Object.keys(given) as (keyof Due)[]).every((field) => given[field] === task[field])
  return (
    <form
      className={classes['timing']}
      onSubmit={(event) => {
        event.preventDefault()
        void run({ id: task.id, ...given }, { version: task.version })
      }}
    >
      <DueFields due={due} zone={zone} onDue={setDue} />
      <ProblemAlert problem={problem} />
      {!isSame && (
        <Group gap={8} mt={8}>
          <Button type="submit" size="compact-sm" loading={isPending}>
            {t('do.save')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setDue(task)}>
            {t('do.cancel')}
          </Button>
        </Group>
      )}
    </form>
  )
}
