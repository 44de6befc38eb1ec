// What the months to come may bring and what those behind have brought, by owner, with the formula beside the figures.
import { Button, Select, TextInput } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import {
  Link,
  ProblemAlert,
  ReferencePicker,
  RowsSkeleton,
  useAction,
  useAddress,
  useLanguage,
  useLive,
  useT,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader, Toolbar } from '#ui/page-header.tsx'
import { board, Deal, pipelines } from '../../contract.ts'
import { nameIn } from '../naming.ts'
import classes from './forecast.module.css'
import { ForecastTable } from './forecast-table.tsx'
import { byCurrency } from './totals.ts'

const SPANS = ['3', '6', '12', '24']
const MONTH = /^20\d\d-(?:0[1-9]|1[0-2])$/

export default function ForecastPage() {
  const t = useT()
  const { language } = useLanguage()
  const { search, setSearch } = useAddress()
  const { owner, pipeline } = search
  const from = search['from'] && MONTH.test(search['from']) ? search['from'] : thisMonth()
  const months = SPANS.includes(search['months'] ?? '') ? Number(search['months']) : 6
  const all = useAction(pipelines.list, { limit: 200, sort: 'position' })
  const { data, error, refetch } = useAction(
    board.forecast,
    { from, months, ...(pipeline ? { pipeline } : {}), ...(owner ? { owner } : {}) },
    { keep: true },
  )
  useLive([Deal.name], () => void refetch())
  const currencies = data ? byCurrency(data.items) : []
  return (
    <div className={classes['page']}>
      <PageHeader
        title={t('forecast.title')}
        above={<Link to="/deals">{t('deal.many')}</Link>}
        actions={
          <Button variant="default" leftSection={<IconPrinter size={16} stroke={1.5} />} onClick={() => print()}>
            {t('forecast.print')}
          </Button>
        }
      />
      <Toolbar label={t('filters')}>
        <Select
          aria-label={t('deal.pipeline')}
          placeholder={t('forecast.all_pipelines')}
          clearable
          value={pipeline ?? null}
          onChange={(id) => setSearch({ pipeline: id ?? undefined })}
          data={(all.data?.items ?? []).map((one) => ({ value: one.id, label: nameIn(one, language) }))}
        />
        <ReferencePicker
          entity="user"
          aria-label={t('deal.owner')}
          placeholder={t('deal.owner')}
          clearable
          value={owner ?? null}
          onChange={(id) => setSearch({ owner: id ?? undefined })}
        />
        <TextInput
          type="month"
          aria-label={t('forecast.from')}
          title={t('forecast.from')}
          value={from}
          onChange={(event) => setSearch({ from: event.currentTarget.value || undefined })}
        />
        <Select
          aria-label={t('forecast.months')}
          allowDeselect={false}
          value={String(months)}
          onChange={(value) => setSearch({ months: value ?? undefined })}
          data={SPANS.map((value) => ({ value, label: t('forecast.span', { count: Number(value) }) }))}
        />
      </Toolbar>
      <p className={classes['formula']}>{t('forecast.formula')}</p>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton />}
      {data && currencies.length === 0 && (
        <EmptyState title={t('forecast.empty')}>{t('forecast.empty_text')}</EmptyState>
      )}
      {currencies.map((one) => (
        <ForecastTable key={one.currency} of={one} />
      ))}
    </div>
  )
}

function thisMonth(): string {
  const now = new Date()
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`
}
