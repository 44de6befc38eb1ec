// Events that a consumer gave up on.
import { Button } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import { ProblemAlert, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import classes from './jobs.module.css'
import { QueueName } from './queues.tsx'
import { type JobActions, useRenewed } from './renewal.ts'
import { Discard, Trouble } from './trouble.tsx'

type EventId = { tenant_id: string; consumer: string; position: number }

export function SetAside({ actions }: { actions: JobActions }) {
  const t = useT()
  const { may } = useMe()
  const found = useRenewed(actions.setAside, {})
  const [doomed, setDoomed] = useState<EventId | null>(null)
  const retry = useCommand(actions.retryEvent, { onDone: found.refetch, onProblem: found.refetch })
  const discard = useCommand(actions.discardEvent, {
    onDone: () => {
      setDoomed(null)
      found.refetch()
    },
  })
  const manages = may(actions.retryEvent.can)
  return (
    <section className={classes['section']} aria-labelledby="jobs-events">
      <h2 id="jobs-events">{t('jobs.events')}</h2>
      <p className="wn-quiet">{t('jobs.events_text')}</p>
      <ProblemAlert problem={found.problem ?? retry.problem} onRetry={found.refetch} />
      {!found.isPending && found.items.length === 0 && (
        <EmptyState icon={<IconChecks size={24} stroke={1.5} />} title={t('jobs.no_events')}>
          {t('jobs.no_events_text')}
        </EmptyState>
      )}
      <ul className={classes['list']}>
        {found.items.map((one) => (
          <Trouble
            key={`${one.consumer} ${one.position}`}
            title={<QueueName name={one.consumer} />}
            reason={one.reason}
            at={one.at}
            notes={[one.event, one.tenant, one.about_id]}
            onRetry={manages ? () => void retry.run(idOf(one)) : null}
            onDiscard={manages ? () => setDoomed(idOf(one)) : null}
          />
        ))}
      </ul>
      {found.hasMore && (
        <Button variant="default" loading={found.isFetchingMore} onClick={found.fetchMore}>
          {t('do.show_more')}
        </Button>
      )}
      {doomed && (
        <Discard command={discard} onConfirm={() => void discard.run(doomed)} onClose={() => setDoomed(null)} />
      )}
    </section>
  )
}

const idOf = ({ tenant_id, consumer, position }: EventId): EventId => ({ tenant_id, consumer, position })
