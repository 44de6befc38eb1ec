// On a record's page: the tasks about it.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Entity } from '#kernel/contract/index.ts'
import {
  AsideHead,
  Link,
  ProblemAlert,
  Reference,
  SideDrawer,
  useAction,
  useLive,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { Task, taskedName, tasks } from '../contract.ts'
import { Check } from './check.tsx'
import { DueWords } from './due-words.tsx'
import { TaskForm } from './task-form.tsx'
import classes from './tasks.module.css'

export default function TasksBlock({ entity: of, id }: { entity: Entity; id: string }) {
  const t = useT()
  const { may } = useMe()
  const cache = useQueryClient()
  const [isNew, setNew] = useState(false)
  const isAllowed = may(tasks.list.can)
  const { data, error } = useAction(tasks.about, { entity: of.name, record: id }, { enabled: isAllowed })
  const refresh = () => void cache.invalidateQueries({ queryKey: [tasks.about.name] })
  // Whoever sees the record hears of its tasks on its own channel, those of others too.
  useLive(isAllowed ? [Task.name, `${of.name}:${id}`] : [], ({ name }) => name === taskedName(of.name) && refresh())
  if (!isAllowed) return null
  return (
    <section className={classes['block']} aria-label={t('task.many')}>
      <AsideHead
        title={t('task.many')}
        add={t('tasks.add')}
        onAdd={may(tasks.create.can) ? () => setNew(true) : undefined}
      />
      <ProblemAlert problem={error} />
      {data?.items.length === 0 && <p className="wn-quiet">{t('tasks.none_about')}</p>}
      <ul>
        {data?.items.map((task) => (
          <li key={task.id} data-state={task.state}>
            <Check task={task} />
            <div>
              <Link to={`/tasks/${task.id}`}>
                <bdi>{task.title}</bdi>
              </Link>
              <p className="wn-quiet">
                <DueWords task={task} />
                {task.assignee && (
                  <>
                    {' · '}
                    <Reference entity="user" id={task.assignee} plain />
                  </>
                )}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <SideDrawer title={t('task.new')} opened={isNew} onClose={() => setNew(false)}>
        <TaskForm
          about={{ entity: of.name, record: id }}
          onDone={() => {
            setNew(false)
            refresh()
          }}
          onCancel={() => setNew(false)}
        />
      </SideDrawer>
    </section>
  )
}
