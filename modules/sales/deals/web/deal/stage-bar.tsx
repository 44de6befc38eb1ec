// Where a deal stands: the stages of its pipeline, each a way to move it there.
import { UnstyledButton } from '@mantine/core'
import { IconClockExclamation, IconTrophy } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { toast, useAction, useCommand, useLanguage, useMe, useNow, useT } from '#kernel/web/index.tsx'
import type { Problem } from '#kernel/contract/index.ts'
import { type DealRow, deals, pipelineStages } from '../../contract.ts'
import type { Asked } from '../board/moving/asking.tsx'
import type { StageRow } from '../board/use-board.ts'
import { daysIn, nameIn } from '../naming.ts'
import { useRefusedMove } from '../refused-move.ts'
import { standing } from '../standing.ts'
import classes from '../board/board.module.css'

const Asking = lazy(() => import('../board/moving/asking.tsx'))

export function StageBar({ deal }: { deal: DealRow }) {
  const t = useT()
  const wordsOf = useRefusedMove()
  const { may } = useMe()
  const { language } = useLanguage()
  const now = useNow()
  const { data } = useAction(pipelineStages.list, { pipeline: deal.pipeline, sort: 'position', limit: 200 })
  const [asked, setAsked] = useState<Asked | null>(null)
  const { run } = useCommand(deals.move, { onProblem: (problem, { stage }) => refused(problem, stage) })
  const stages = data?.items ?? []
  const here = stages.findIndex(({ id }) => id === deal.stage)
  const { days, isStale } = standing(deal, stages[here], now)
  const bar = useRef<HTMLOListElement>(null)
  // Where there is no room for all, the one that it is in is in sight. The page itself stays where it is.
  useEffect(() => {
    const current = bar.current?.querySelector<HTMLElement>('[aria-current]')
    if (!bar.current || !current) return
    const [whole, its] = [bar.current.getBoundingClientRect(), current.getBoundingClientRect()]
    bar.current.scrollBy({ left: its.left + its.width / 2 - whole.left - whole.width / 2 }) // physical: rectangles are.
  }, [deal.stage, stages.length])
  const ask = (stage: StageRow, missing: readonly string[]) => setAsked({ deal, stage, missing, place: {} })
  const move = (stage: StageRow, more: object = {}) =>
    void run({ id: deal.id, stage: stage.id, ...more }, { version: deal.version })

  function refused(problem: Problem, to: string): void {
    const stage = stages.find(({ id }) => id === to)
    const missing = problem.refusals.filter(({ code }) => code === 'required_by_stage')
    if (stage && missing.length > 0)
      return ask(
        stage,
        missing.map(({ pointer }) => pointer.split('/').at(-1)!),
      )
    toast(wordsOf(problem), { tone: 'problem' })
  }
  return (
    <>
      <ol ref={bar} className={classes['stages']} aria-label={t('deal.stage')}>
        {stages.map((stage, index) => (
          <li key={stage.id}>
            <UnstyledButton
              disabled={!may(deals.move.can) || stage.id === deal.stage}
              aria-current={stage.id === deal.stage ? 'step' : undefined}
              data-passed={(index < here && stage.kind === 'open') || undefined}
              onClick={() => (stage.kind === 'lost' ? ask(stage, []) : move(stage))}
            >
              {stage.kind === 'won' && <IconTrophy size={14} stroke={1.5} aria-hidden="true" />}{' '}
              {nameIn(stage, language)}
              {stage.id === deal.stage && ` · ${daysIn(t, days)}`}
            </UnstyledButton>
          </li>
        ))}
      </ol>
      {isStale && (
        <p className={classes['stale']}>
          <IconClockExclamation size={16} stroke={1.5} aria-hidden="true" />
          {t('deals.stale', { count: stages[here]?.stale_days ?? 0 })}
        </p>
      )}
      {asked && (
        <Suspense fallback={null}>
          <Asking
            asked={asked}
            onClose={() => setAsked(null)}
            onGive={(more) => {
              setAsked(null)
              move(asked.stage, more)
            }}
          />
        </Suspense>
      )}
    </>
  )
}
