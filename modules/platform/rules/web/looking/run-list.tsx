// Runs of rules below each other: how each ended, why, and another try of what failed.
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useT } from '#kernel/web/index.tsx'
import type { RuleRunRow } from '../../contract.ts'
import classes from '../rules.module.css'
import type { Subject } from '../rule/use-subject.ts'
import { Explained } from './explained.tsx'

type Props = {
  runs: readonly RuleRunRow[] | undefined
  subject: Subject
  /** What a run is told by, in a line of its own or in front of how it ended. */
  above?: (run: RuleRunRow) => ReactNode
  before?: (run: RuleRunRow) => ReactNode
  /** What the button that explains is called, where its word alone would not say whose run it is of. */
  whyOf?: (run: RuleRunRow) => string
  onRetry: (id: string) => void
}

export function RunList({ runs, subject, above, before, whyOf, onRetry }: Props) {
  const t = useT()
  const [opened, setOpened] = useState<string | null>(null)
  return (
    <ul className={classes['runs']}>
      {runs?.map((run) => (
        <li key={run.id} className={classes['run']}>
          {above && <div className={classes['run-head']}>{above(run)}</div>}
          <div className={classes['run-head']}>
            {before?.(run)}
            <strong data-outcome={run.outcome}>{t(`rule_run.outcome.${run.outcome}`)}</strong>
            <Button
              size="compact-sm"
              variant="subtle"
              aria-expanded={opened === run.id}
              aria-label={whyOf?.(run)}
              onClick={() => setOpened(opened === run.id ? null : run.id)}
            >
              {t('rules.why')}
            </Button>
            {run.trouble && (
              <Button size="compact-sm" variant="default" onClick={() => onRetry(run.id)}>
                {t('rules.retry')}
              </Button>
            )}
          </div>
          {(opened === run.id || run.trouble) && <Explained subject={subject} run={run} />}
        </li>
      ))}
    </ul>
  )
}
