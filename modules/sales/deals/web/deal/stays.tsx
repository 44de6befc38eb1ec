// How long a deal was in which stage, the latest stay first.
import { useEffect } from 'react'
import { Reference, Time, useAction, useNow, useT } from '#kernel/web/index.tsx'
import { type DealRow, deals } from '../../contract.ts'
import classes from '../board/board.module.css'

const HOUR = 3_600
const DAY = 24 * HOUR

export function Stays({ deal }: { deal: DealRow }) {
  const t = useT()
  const now = useNow()
  const { data, refetch } = useAction(deals.stays, { id: deal.id })
  // A stay begins with every other stage; nothing else changes them.
  useEffect(() => void refetch(), [deal.stage_since, refetch])
  if (!data) return null
  const lasted = (seconds: number) => {
    if (seconds >= DAY) return t('deals.days', { count: Math.floor(seconds / DAY) })
    if (seconds >= HOUR) return t('deals.hours', { count: Math.floor(seconds / HOUR) })
    return t('deals.under_an_hour')
  }
  return (
    <section className={classes['related']} aria-label={t('deals.stays')}>
      <h2>{t('deals.stays')}</h2>
      <ol className={classes['stays']}>
        {data.items.map(({ stage, since, seconds, actor }) => (
          <li key={since}>
            <span>
              <Reference entity="pipeline_stage" id={stage} plain />
              <strong>{lasted(seconds ?? Math.max(0, (now - Date.parse(since)) / 1_000))}</strong>
            </span>
            <span className="wn-quiet">
              <Time at={since} short />
              {actor && (
                <>
                  {' · '}
                  <Reference entity="user" id={actor} plain />
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
