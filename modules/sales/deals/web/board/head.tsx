// What a stage or a lane adds up to, above its cards.
import { memo } from 'react'
import { useFormat, useT } from '#kernel/web/index.tsx'
import type { StageRow, Total } from './use-board.ts'
import classes from './board.module.css'

/** A limit holds everybody's deals, in whatever lane. */
export const StageHead = memo(function StageHead({
  stage,
  name,
  total,
}: {
  stage: StageRow
  name: string
  total: Total | undefined
}) {
  const t = useT()
  const format = useFormat()
  const isOver = stage.wip_limit !== null && (total?.inside ?? 0) > stage.wip_limit
  return (
    <header className={classes['head']} data-kind={stage.kind}>
      <h2>
        <bdi>{name}</bdi>
        <span className={classes['count']} data-count={stage.id}>
          {format.number(total?.count ?? 0)}
        </span>
        {stage.wip_limit !== null && (
          <span className={classes['limit']} data-over={isOver || undefined} title={t('deals.limit_help')}>
            {t('deals.limit', { inside: format.number(total?.inside ?? 0), limit: format.number(stage.wip_limit) })}
          </span>
        )}
      </h2>
      {total?.sums.map((sum) => (
        <p key={sum.currency} className="wn-figures">
          <Sum {...sum} percent={stage.kind === 'open' ? stage.probability : null} />
        </p>
      ))}
      {stage.kind !== 'open' && <p className={classes['weighted']}>{t('deals.last_days')}</p>}
    </header>
  )
})

type SumProps = Total['sums'][number] & {
  /** Of the one stage that it is of; null where nothing is weighed, absent where several are. */
  percent?: number | null
}

export function Sum({ currency, sum, weighted, percent }: SumProps) {
  const t = useT()
  const format = useFormat()
  return (
    <>
      {format.money(sum / 100, currency)}
      {percent !== null && (
        <span
          className={classes['weighted']}
          {...(percent === undefined ? {} : { title: t('deals.weighted_help', { percent }) })}
        >
          {t('deals.weighted', { sum: format.money(weighted / 100, currency) })}
        </span>
      )}
    </>
  )
}
