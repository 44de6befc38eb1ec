// Ticking a task off, and taking that back.
import { Checkbox } from '@mantine/core'
import { toast, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { type TaskRow, tasks } from '../contract.ts'

export function Check({ task: { id, title, state } }: { task: Pick<TaskRow, 'id' | 'title' | 'state'> }) {
  const t = useT()
  const { may } = useMe()
  const { run } = useCommand(tasks.update, {
    optimistic: (changed) => changed,
    onProblem: (problem) => toast(t(`problem.${problem.code}`, problem.params)),
  })
  return (
    <Checkbox
      aria-label={t('tasks.check', { title })}
      disabled={!may(tasks.update.can)}
      checked={state === 'done'}
      indeterminate={state === 'cancelled'}
      onChange={(event) => void run({ id, state: event.currentTarget.checked ? 'done' : 'open' })}
    />
  )
}
