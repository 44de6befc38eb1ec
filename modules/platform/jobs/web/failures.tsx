// Jobs that ran out of attempts: why, how often, about what; each may be tried again or discarded.
import { Button, Select } from '@mantine/core'
import { IconChecks, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import { ProblemAlert, RowsSkeleton, toast, useAddress, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { Discard, Trouble } from './trouble.tsx'
import classes from './jobs.module.css'
import { QueueName } from './queues.tsx'
import { type JobActions, useRenewed } from './renewal.ts'

export function Failures({ actions, queues }: { actions: JobActions; queues: readonly string[] }) {
  const t = useT()
  const { may } = useMe()
  const { search, setSearch } = useAddress()
  const queue = search['queue']
  const found = useRenewed(actions.failures, queue ? { queue } : {})
  const [doomed, setDoomed] = useState<{ id: string; queue: string } | null>(null)
  const done = () => {
    toast(t('jobs.queued'))
    found.refetch()
  }
  const retry = useCommand(actions.retry, { onDone: done })
  const retryAll = useCommand(actions.retryAll, { onDone: done })
  const discard = useCommand(actions.discard, {
    onDone: () => {
      setDoomed(null)
      found.refetch()
    },
  })
  const manages = may(actions.retry.can)
  return (
    <section className={classes['section']} aria-labelledby="jobs-failures">
      <div className={classes['head']}>
        <h2 id="jobs-failures">{t('jobs.failures')}</h2>
        <Select
          clearable
          aria-label={t('jobs.queue')}
          placeholder={t('jobs.queue')}
          data={[...new Set([...queues, ...(queue ? [queue] : [])])]}
          value={queue ?? null}
          onChange={(value) => setSearch({ queue: value ?? undefined })}
        />
        {manages && queue && found.items.length > 0 && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} stroke={1.5} />}
            loading={retryAll.isPending}
            onClick={() => void retryAll.run({ queue })}
          >
            {t('jobs.retry_all')}
          </Button>
        )}
      </div>
      <p className="wn-quiet">{t('jobs.failures_text')}</p>
      <ProblemAlert problem={found.problem ?? retry.problem ?? retryAll.problem} onRetry={found.refetch} />
      {found.isPending && !found.problem && <RowsSkeleton />}
      {!found.isPending && found.items.length === 0 && (
        <EmptyState icon={<IconChecks size={24} stroke={1.5} />} title={t('jobs.no_failures')}>
          {t('jobs.no_failures_text')}
        </EmptyState>
      )}
      <ul className={classes['list']}>
        {found.items.map((one) => (
          <Trouble
            key={one.id}
            title={<QueueName name={one.queue} />}
            reason={one.reason}
            at={one.failed_at ?? one.created_at}
            notes={[t('jobs.attempts', { count: one.attempts }), one.tenant, ...idsOf(one.about)]}
            onRetry={manages ? () => void retry.run({ id: one.id, queue: one.queue }) : null}
            onDiscard={manages ? () => setDoomed(one) : null}
          />
        ))}
      </ul>
      {found.hasMore && (
        <Button variant="default" loading={found.isFetchingMore} onClick={found.fetchMore}>
          {t('do.show_more')}
        </Button>
      )}
      {doomed && (
        <Discard
          command={discard}
          onConfirm={() => void discard.run({ id: doomed.id, queue: doomed.queue })}
          onClose={() => setDoomed(null)}
        />
      )}
    </section>
  )
}

const idsOf = (about: Record<string, string>) => Object.entries(about).map(([name, value]) => `${name} ${value}`)
