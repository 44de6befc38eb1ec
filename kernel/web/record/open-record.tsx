import { Skeleton } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import type { Action, Entity, Row } from '../../contract/index.ts'
import { useAction } from '../call/hooks.ts'
import { useT } from '../language/hooks.tsx'
import { useLive } from '../live/hooks.ts'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import { useAddress } from '../shell/address.ts'

export type OpenRecordProps<E extends Entity> = {
  of: E
  get: Action<{ id: string }, any, Row<E>>
  children: (record: Row<E>) => ReactNode
}

/** The record that the address names, as it is at this moment; another one is drawn from its beginning. */
export function OpenRecord<E extends Entity>({ of, get, children }: OpenRecordProps<E>) {
  const t = useT()
  const { params } = useAddress()
  const id = params['id']!
  const { data, error, refetch } = useAction(get, { id })
  useLive([`${of.name}:${id}`])
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!data)
    return (
      <>
        <h1 className="wn-hidden">{t(`${of.name}.one`)}</h1>
        <Skeleton height={320} />
      </>
    )
  return <Fragment key={id}>{children(data)}</Fragment>
}
