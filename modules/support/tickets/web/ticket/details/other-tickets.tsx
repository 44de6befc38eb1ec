// What else this person asked: the newest few.
import { Skeleton } from '@mantine/core'
import { Link, Time, useAction, useT } from '#kernel/web/index.tsx'
import { tickets } from '../../../contract.ts'
import { StatusWord } from '../../marks/status.tsx'
import { PanelSection } from './panel-section.tsx'
import classes from '../ticket.module.css'

const SHOWN = 6

export function OtherTickets({ requester, except }: { requester: string; except: string }) {
  const t = useT()
  const { data } = useAction(tickets.list, {
    requester,
    sort: '-created_at',
    limit: SHOWN + 1,
    fields: ['id', 'version', 'number', 'title', 'status', 'requester', 'created_at'],
  })
  const others = data?.items.filter(({ id }) => id !== except).slice(0, SHOWN)
  return (
    <PanelSection name="others" title={t('tickets.other_tickets')}>
      {!others && <Skeleton height={48} />}
      {others?.length === 0 && <p className="wn-quiet">{t('tickets.no_other_tickets')}</p>}
      <ul className={classes['others']}>
        {others?.map((one) => (
          <li key={one.id}>
            <Link to={`/tickets/${one.id}`} className={classes['other']}>
              <StatusWord status={one.status} iconOnly />
              <bdi className={classes['otherTitle']}>{one.title}</bdi>
              <Time at={one.created_at} short className="wn-quiet" />
            </Link>
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}
