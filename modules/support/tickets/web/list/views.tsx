// The ready views with their live counters: a column where there is room, a row of chips where there is not.
import { useAction, useFormat, useT, Link } from '#kernel/web/index.tsx'
import { type Out } from '#kernel/contract/index.ts'
import { tickets } from '../../contract.ts'
import { deskPath, readShown, type Shown, type View, VIEWS } from './filters.ts'
import classes from './list.module.css'

type Counts = Out<typeof tickets.counts>
const countOf: Partial<Record<View, keyof Counts>> = {
  mine: 'mine',
  unassigned: 'unassigned',
  open: 'open',
  waiting: 'waiting',
  resolved: 'resolved',
}

export function Views({ shown }: { shown: Shown }) {
  const t = useT()
  const format = useFormat()
  const { data: counts } = useAction(tickets.counts, {})
  return (
    <nav className={classes['views']} aria-label={t('tickets.views')}>
      {VIEWS.map((view) => {
        const of = countOf[view]
        const count = of && counts?.[of]
        return (
          <Link
            key={view}
            to={deskPath({ ...readShown({}), sort: shown.sort, view })}
            className={classes['view']}
            data-chosen={view === shown.view}
            aria-current={view === shown.view ? 'true' : undefined}
          >
            <span>{t(`tickets.view.${view}`)} </span>
            {count !== undefined && <span className={classes['count']}>{format.number(count)}</span>}
          </Link>
        )
      })}
    </nav>
  )
}
