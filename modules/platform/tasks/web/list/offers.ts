// What may be done with chosen tasks.
import { useMemo } from 'react'
import { useT } from '#kernel/web/index.tsx'
import type { Offer } from '#modules/platform/bulk/contract.ts'
import { tasks } from '../../contract.ts'

export function useOffers(): readonly Offer[] {
  const t = useT()
  return useMemo(() => {
    const update = { action: tasks.update.name, can: tasks.update.can }
    return [
      { ...update, key: 'done', label: t('tasks.finish'), input: () => ({ state: 'done' }) },
      { ...update, key: 'reopen', label: t('tasks.reopen'), input: () => ({ state: 'open' }) },
      { ...update, key: 'assignee', label: t('task.assignee'), entity: 'user', input: (assignee) => ({ assignee }) },
      {
        key: 'remove',
        label: t('do.delete'),
        action: tasks.remove.name,
        can: tasks.remove.can,
        asks: true,
        input: () => ({}),
      },
    ]
  }, [t])
}
