// Moving tasks to other days: by dragging, and by lifting with Space, walking with arrows and dropping.
import { useDirection } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { toast, useCalendarWords, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { tasks } from '../../contract.ts'
import { addDays } from './days.ts'
import { dayOf, onDay, type Placed, stepOf } from './place.ts'

export type Moving = ReturnType<typeof useMoving>
type Lifted = { task: Placed; day: string }

/** `onWalk` brings the day that a lifted task is over into view. */
export function useMoving(zone: string, onWalk: (day: string) => void) {
  const t = useT()
  const words = useCalendarWords()
  const { dir } = useDirection()
  const { may } = useMe()
  const [lifted, setLifted] = useState<Lifted | null>(null)
  const [said, setSaid] = useState('')
  const { run } = useCommand(tasks.update, {
    optimistic: (changed) => changed,
    onProblem: (problem) => toast(t(`problem.${problem.code}`, problem.params)),
  })
  const mayMove = may(tasks.update.can)

  function land(task: Placed, day: string): void {
    setLifted(null)
    if (day === dayOf(task, zone)) return setSaid(t('tasks.said_put_back', { title: task.title }))
    setSaid(t('tasks.said_moved', { title: task.title, day: words.day(day) }))
    void run({ id: task.id, ...onDay(task, day, zone) })
  }

  function onKeyDown(task: Placed, event: KeyboardEvent): void {
    if (!mayMove) return
    const own = lifted?.task.id === task.id ? lifted : null
    if (event.key === 'Tab') return setLifted(null)
    if (!own) {
      const day = dayOf(task, zone)
      if (event.key !== ' ' || day === null) return
      event.preventDefault()
      setLifted({ task, day })
      return setSaid(t('tasks.said_lifted', { title: task.title, day: words.day(day) }))
    }
    if (event.key === 'Escape') {
      event.stopPropagation()
      setLifted(null)
      return setSaid(t('tasks.said_put_back', { title: task.title }))
    }
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault()
      return land(own.task, own.day)
    }
    const step = stepOf(event.key, dir === 'rtl')
    if (step === 0) return
    event.preventDefault()
    const day = addDays(own.day, step)
    setLifted({ task: own.task, day })
    onWalk(day)
    setSaid(words.day(day))
  }

  return { lifted, said, mayMove, land, onKeyDown, leave: () => setLifted(null) }
}
