// What a customer asked, and how each of it stands; their colleagues' requests too, where their company allows it.
import { Button, SegmentedControl, Skeleton, TextInput } from '@mantine/core'
import { IconInbox, IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import {
  Link,
  ProblemAlert,
  Reference,
  Time,
  useAddress,
  useInfiniteAction,
  useMe,
  useSettled,
  useT,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TICKET_LINE, tickets } from '../../contract.ts'
import { StatusWord } from '../marks/status.tsx'
import classes from './portal.module.css'

const SHOWN = ['open', 'waiting', 'all'] as const

export default function Requests() {
  const t = useT()
  const me = useMe()
  const { search, setSearch } = useAddress()
  const show = SHOWN.find((one) => one === search['show']) ?? 'open'
  const seesColleagues = me.membership?.opens.includes(tickets.list.can) ?? false
  const ofAll = seesColleagues && search['of'] === 'company'
  const [words, setWords] = useState(search['q'] ?? '')
  const q = useSettled(words.trim(), 250)
  const list = useInfiniteAction(tickets.list, {
    ...(show === 'all' ? {} : { status: show }),
    ...(ofAll ? {} : { requester: me.user.id }),
    ...(q ? { q } : {}),
    sort: '-last_reply_at',
    fields: TICKET_LINE,
    limit: 30,
  })
  const create = (
    <Button component={Link} to="/portal/new" size="md" leftSection={<IconPlus size={18} stroke={2} />}>
      {t('tickets.portal.new')}
    </Button>
  )
  const isNarrowed = q !== '' || show !== 'open'
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <h1 className={classes['title']}>{t('tickets.portal.title')}</h1>
        {create}
      </header>
      <div className={classes['filters']}>
        {seesColleagues && (
          <SegmentedControl
            size="md"
            aria-label={t('tickets.portal.whose')}
            value={ofAll ? 'company' : 'mine'}
            onChange={(of) => setSearch({ of: of === 'company' ? of : undefined })}
            data={[
              { value: 'mine', label: t('tickets.portal.mine') },
              { value: 'company', label: me.membership!.name },
            ]}
          />
        )}
        <SegmentedControl
          size="md"
          classNames={{ root: classes['shown']!, control: classes['part']!, label: classes['choice']! }}
          aria-label={t('tickets.portal.filter')}
          value={show}
          onChange={(next) => setSearch({ show: next === 'open' ? undefined : next })}
          data={[
            { value: 'open', label: t('tickets.portal.open') },
            { value: 'waiting', label: t('tickets.portal.for_me') },
            { value: 'all', label: t('tickets.portal.all') },
          ]}
        />
        <TextInput
          size="md"
          type="search"
          className={classes['find']!}
          aria-label={t('tickets.portal.search')}
          placeholder={t('tickets.portal.search')}
          leftSection={<IconSearch size={18} stroke={1.5} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      <ProblemAlert problem={list.problem} onRetry={list.refetch} />
      {list.isPending && [1, 2, 3].map((row) => <Skeleton key={row} height={76} />)}
      {!list.isPending && list.items.length === 0 && !list.problem && (
        <EmptyState
          title={t(isNarrowed ? 'tickets.portal.nothing' : 'tickets.portal.empty')}
          icon={<IconInbox size={36} stroke={1.5} />}
          action={
            isNarrowed ? (
              <Button
                variant="default"
                size="md"
                onClick={() => {
                  setWords('')
                  setSearch({ show: q ? 'all' : undefined })
                }}
              >
                {t(q ? 'tickets.portal.clear_search' : 'tickets.portal.show_open')}
              </Button>
            ) : (
              create
            )
          }
        >
          {t(isNarrowed ? 'tickets.portal.nothing_hint' : 'tickets.portal.empty_hint')}
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
                {ticket.requester !== me.user.id && <Reference entity="user" id={ticket.requester} size={20} />}
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
