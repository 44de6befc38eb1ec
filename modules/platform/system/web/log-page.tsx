// Lines of the log, newest first, as the filters in the address say.
import { Button, Select, TextInput } from '@mantine/core'
import { IconFileText, IconRefresh, IconSearch } from '@tabler/icons-react'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader, Toolbar } from '#ui/page-header.tsx'
import {
  Link,
  ProblemAlert,
  RowsSkeleton,
  useAction,
  useAddress,
  useInfiniteAction,
  useSettled,
  useT,
} from '#kernel/web/index.tsx'
import type { logs } from '../contract.ts'
import { Line } from './line.tsx'
import classes from './logs.module.css'

const LEVELS = ['info', 'warn', 'error'] as const

export function LogPage({ action, title, text }: { action: typeof logs.list; title: string; text: string }) {
  const t = useT()
  const { search, setSearch } = useAddress()
  const q = useSettled(search['q']?.trim() ?? '')
  const request = useSettled(search['request']?.trim() ?? '')
  const level = LEVELS.find((one) => one === search['level'])
  const asked = {
    ...(level ? { level } : {}),
    ...(q ? { q } : {}),
    ...(request ? { request_id: request } : {}),
    ...momentOf('from', search['from']),
    ...momentOf('to', search['to']),
  }
  const found = useInfiniteAction(action, asked)
  const { data: first } = useAction(action, { limit: 1 })
  const isNarrowed = Object.keys(asked).length > 0
  return (
    <>
      <PageHeader
        title={t(title)}
        above={<Link to="/settings">{t('menu.settings')}</Link>}
        actions={
          <Button variant="default" leftSection={<IconRefresh size={16} stroke={1.5} />} onClick={found.refetch}>
            {t('logs.refresh')}
          </Button>
        }
      >
        <p className="wn-quiet">{t(text)}</p>
        {first && !first.whole && <p className="wn-quiet">{t('logs.only_recent')}</p>}
      </PageHeader>
      <Toolbar label={t('filters')}>
        <TextInput
          className={classes['find']!}
          aria-label={t('logs.search')}
          placeholder={t('logs.search')}
          leftSection={<IconSearch size={16} stroke={1.5} />}
          value={search['q'] ?? ''}
          onChange={(event) => setSearch({ q: event.currentTarget.value })}
        />
        <Select
          clearable
          className={classes['level']!}
          aria-label={t('logs.level')}
          placeholder={t('logs.level')}
          data={LEVELS.map((value) => ({ value, label: t(`logs.level_${value}`) }))}
          value={level ?? null}
          onChange={(value) => setSearch({ level: value ?? undefined })}
        />
        <TextInput
          className={classes['level']!}
          aria-label={t('logs.request_id')}
          placeholder={t('logs.request_id')}
          dir="ltr"
          value={search['request'] ?? ''}
          onChange={(event) => setSearch({ request: event.currentTarget.value })}
        />
        {(['from', 'to'] as const).map((bound) => (
          <TextInput
            key={bound}
            type="datetime-local"
            className={classes['moment']!}
            aria-label={t(`logs.${bound}`)}
            title={t(`logs.${bound}`)}
            value={search[bound] ?? ''}
            onChange={(event) => setSearch({ [bound]: event.currentTarget.value })}
          />
        ))}
      </Toolbar>
      <ProblemAlert problem={found.problem} onRetry={found.refetch} />
      {found.isPending && !found.problem && <RowsSkeleton height={36} />}
      {!found.isPending && found.items.length === 0 && !found.hasMore && (
        <EmptyState
          icon={<IconFileText size={24} stroke={1.5} />}
          title={t(isNarrowed ? 'nothing_fits' : 'logs.empty')}
        >
          {t(isNarrowed ? 'nothing_fits_text' : 'logs.empty_text')}
        </EmptyState>
      )}
      <ol className={classes['lines']} aria-label={t('logs.lines')}>
        {found.items.map((line, index) => (
          <Line key={`${line.time} ${index}`} of={line} onRequest={(id) => setSearch({ request: id })} />
        ))}
      </ol>
      {found.hasMore && (
        <Button variant="default" loading={found.isFetchingMore} onClick={found.fetchMore}>
          {t('do.show_more')}
        </Button>
      )}
    </>
  )
}

/** A moment as the reader's clock has it. */
function momentOf(bound: 'from' | 'to', written: string | undefined): Record<string, string> {
  const at = written ? Date.parse(written) : Number.NaN
  return Number.isNaN(at) ? {} : { [bound]: new Date(at).toISOString() }
}
