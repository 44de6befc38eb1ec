// On a record's page: what rules did with it. Whoever may not see rules does not even fetch the code.
import { lazy, Suspense } from 'react'
import type { Entity } from '#kernel/contract/index.ts'
import { useMe } from '#kernel/web/index.tsx'

const Trace = lazy(() => import('./record-trace.tsx'))

export default function RecordRules({ entity, id }: { entity: Pick<Entity, 'name'>; id: string }) {
  const { may } = useMe()
  if (!may('rules.read')) return null
  return (
    <Suspense fallback={null}>
      <Trace entity={entity.name} id={id} />
    </Suspense>
  )
}
