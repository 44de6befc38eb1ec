// What became of a rule: for each record why it fired or not, and what came of its steps.
import { Button } from '@mantine/core'
import { ProblemAlert, Reference, RowsSkeleton, Time, useAction, useCommand, useT } from '#kernel/web/index.tsx'
import { rules } from '../../contract.ts'
import classes from '../rules.module.css'
import type { Subject } from '../rule/use-subject.ts'
import { RunList } from './run-list.tsx'

export function Runs({ subject, rule }: { subject: Subject; rule: string }) {
  const t = useT()
  const { data, error, refetch } = useAction(rules.trace, { rule, limit: 30 })
  const retry = useCommand(rules.retry, { onDone: () => void refetch() })
  return (
    <section className={classes['part']} aria-label={t('rules.trace')}>
      <div className={classes['part-head']}>
        <h2>{t('rules.trace')}</h2>
        <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
          {t('rules.refresh')}
        </Button>
      </div>
      <ProblemAlert problem={error ?? retry.problem} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton />}
      {data?.items.length === 0 && <p className="wn-quiet">{t('rules.no_trace')}</p>}
      <RunList
        runs={data?.items}
        subject={subject}
        before={(run) => (
          <>
            <Time at={run.created_at} />
            <Reference entity={run.entity} id={run.record} />
          </>
        )}
        onRetry={(id) => void retry.run({ id })}
      />
    </section>
  )
}
