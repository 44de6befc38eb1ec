// Background work at a glance: queues, what failed, what was set aside, what runs by the clock.
import { Skeleton } from '@mantine/core'
import { PageHeader } from '#ui/page-header.tsx'
import { Link, ProblemAlert, useAction, useT } from '#kernel/web/index.tsx'
import { Failures } from './failures.tsx'
import { Queues } from './queues.tsx'
import { type JobActions, useRenewal } from './renewal.ts'
import { Schedules } from './schedules.tsx'
import { SetAside } from './set-aside.tsx'

export function JobsPage({ actions, title }: { actions: JobActions; title: string }) {
  const t = useT()
  const { data, error, refetch } = useAction(actions.overview, {})
  useRenewal(() => void refetch())
  return (
    <>
      <PageHeader title={t(title)} above={<Link to="/settings">{t('menu.settings')}</Link>}>
        <p className="wn-quiet">{t('jobs.renewed')}</p>
      </PageHeader>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={240} />}
      {data && <Queues queues={data.queues} />}
      <Failures actions={actions} queues={data?.queues.map(({ name }) => name) ?? []} />
      <SetAside actions={actions} />
      {data && data.schedules.length > 0 && <Schedules schedules={data.schedules} />}
    </>
  )
}
