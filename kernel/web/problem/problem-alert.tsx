// What went wrong, why, and what to do: in the reader's words, with the number of the request to quote.
import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Problem } from '../../contract/index.ts'
import { RemoteProblem } from '../call/remote-problem.ts'
import { useHasText, useT } from '../language/hooks.tsx'
import classes from './problem.module.css'

export type Told = { title: string; why: string; advice: string | null; requestId: string | null }

/** The words for a refusal; the server's own where it gave some. */
export function useTold(problem: Problem): Told {
  const t = useT()
  const has = useHasText()
  const remote = problem instanceof RemoteProblem ? problem : null
  const first = (...keys: string[]) => keys.find(has)
  const titleKey = first(`problem_title.${problem.status}`, 'problem_title.500')
  const whyKey = first(`problem.${problem.code}`, 'problem.internal')
  const adviceKey = first(`problem_advice.${problem.code}`, `problem_advice.${problem.status}`)
  return {
    title: remote?.title ?? (titleKey ? t(titleKey, problem.params) : problem.code),
    why: remote?.detail ?? (whyKey ? t(whyKey, problem.params) : problem.code),
    advice: adviceKey ? t(adviceKey) : null,
    requestId: remote?.requestId ?? null,
  }
}

export type ProblemAlertProps = {
  problem: Problem | null
  onRetry?: () => void
  /** Less air, for narrow places. */
  compact?: boolean
  /** Only why: where the place itself says what was tried. A failure of ours keeps its number. */
  untitled?: boolean
}

export function ProblemAlert({ problem, ...rest }: ProblemAlertProps) {
  return problem ? <Alert problem={problem} {...rest} /> : null
}

function Alert({ problem, onRetry, compact = false, untitled = false }: ProblemAlertProps & { problem: Problem }) {
  const t = useT()
  const { title, why, advice, requestId } = useTold(problem)
  return (
    <div role="alert" className={classes['problem']} data-compact={compact || undefined}>
      <IconAlertTriangle size={18} stroke={1.5} className={classes['icon']} aria-hidden="true" />
      <div className={classes['words']}>
        {!untitled && <strong>{title}</strong>}
        <p>{why}</p>
        {advice && !compact && <p>{advice}</p>}
        {requestId && (!untitled || problem.status >= 500) && (
          <small>
            {t('problem_reference')} <bdi className={classes['reference']}>{requestId}</bdi>
          </small>
        )}
      </div>
      {onRetry && (
        <Button size="xs" variant="default" onClick={onRetry}>
          {t('do.retry')}
        </Button>
      )}
    </div>
  )
}
