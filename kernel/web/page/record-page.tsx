// A page about one record: under its kind's name until it is there, or the refusal in its place.
import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { PageHeader } from '#ui/page-header.tsx'
import type { Problem } from '../../contract/index.ts'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import { Link } from '../shell/link.tsx'

export type RecordPageProps<R> = {
  /** What it is called until its own name is known. */
  one: string
  /** The page of all of them, to go back to. */
  list: { to: string; label: string }
  /** What `useAction` said of it. */
  record: { data: R | undefined; error: Problem | null; refetch: () => unknown }
  /** Falls back to `one` when there is none. */
  title: (record: R) => ReactNode
  /** A mark beside the title. */
  beside?: (record: R) => ReactNode
  actions?: (record: R) => ReactNode
  children: (record: R) => ReactNode
}

export function RecordPage<R>({ one, list, record, title, beside, actions, children }: RecordPageProps<R>) {
  const { data, error, refetch } = record
  const above = <Link to={list.to}>{list.label}</Link>
  if (data === undefined)
    return (
      <>
        <PageHeader title={one} above={above} />
        {error ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : <Skeleton height={240} />}
      </>
    )
  return (
    <>
      <PageHeader
        title={<bdi>{title(data) || one}</bdi>}
        beside={beside?.(data)}
        above={above}
        actions={actions?.(data)}
      />
      {children(data)}
    </>
  )
}
