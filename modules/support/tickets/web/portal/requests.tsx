// What a customer asked, and how each of it stands.
import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconInbox, IconPlus } from '@tabler/icons-react'
import { Link, ProblemAlert, Time, useAddress, useInfiniteAction, useT } from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TICKET_LINE, tickets } from '../../contract.ts'
import { StatusWord } from '../marks/status.tsx'
import classes from './portal.module.css'

export default function Requests() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const onlyOpen = search['show'] !== 'all'
  const list = useInfiniteAction(tickets.list, {
    ...(onlyOpen ? { status: 'open' } : {}),
    sort: '-last_reply_at',
    fields: TICKET_LINE,
    limit: 30,
  })
  const create = (
    <Button component={Link} to="/portal/new" size="md" leftSection={<IconPlus size={18} stroke={2} />}>
      {t('tickets.portal.new')}
    </Button>
  )
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <h1 className={classes['title']}>{t('tickets.portal.title')}</h1>
        {create}
      </header>
      <SegmentedControl
        size="md"
        aria-label={t('tickets.portal.filter')}
        value={onlyOpen ? 'open' : 'all'}
        onChange={(show) => setSearch({ show: show === 'all' ? 'all' : undefined })}
        data={[
          { value: 'open', label: t('tickets.portal.open') },
          { value: 'all', label: t('tickets.portal.all') },
        ]}
      />
      <ProblemAlert problem={list.problem} onRetry={list.refetch} />
      {list.isPending && [1, 2, 3].map((row) => <Skeleton key={row} height={76} />)}
      {!list.isPending && list.items.length === 0 && !list.problem && (
        <EmptyState
          title={t('tickets.portal.empty')}
          icon={<IconInbox size={36} stroke={1.5} />}
          action={onlyOpen ? undefined : create}
        >
          {t('tickets.portal.empty_hint')}
        </EmptyState>
      )}
      <ul className={classes['requests']}>
        {list.items.map((ticket) => (
          <li key={ticket.id}>
            <Link to={`/portal/tickets/${ticket.id}`} className={classes['request']}>
              <bdi className={classes['subject']}>{ticket.title}</bdi>
              <span className={classes['facts']}>
                <StatusWord status={ticket.status} chip portal />
                {ticket.last_reply_by === 'staff' && ticket.status !== 'closed' && (
                  <span className={classes['answered']}>{t('tickets.portal.answered')}</span>
                )}
                <span className="wn-quiet">
                  <bdi>{t('tickets.number', { number: ticket.number })}</bdi> · <Time at={ticket.last_reply_at} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button variant="default" size="md" loading={list.isFetchingMore} onClick={list.fetchMore}>
          {t('tickets.more')}
        </Button>
      )}
    </div>
  )
}
