// The security report of a period: figures, days and people; and the entries as a file.
import { Button, Skeleton, TextInput } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import { Toolbar } from '#ui/page-header.tsx'
import { type Out, Problem } from '#kernel/contract/index.ts'
import {
  Link,
  ProblemAlert,
  Reference,
  useAction,
  useAddress,
  useDownload,
  useFormat,
  useT,
} from '#kernel/web/index.tsx'
import { audit, SECTIONS } from '../contract.ts'
import classes from './audit.module.css'

const DAY = 86_400_000
const dayOf = (at: number) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 10)

export function Report() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const [today] = useState(() => dayOf(Date.now()))
  const from = search['from'] || dayOf(Date.parse(`${today}T12:00:00`) - 29 * DAY)
  const to = search['to'] || today
  const period = { from: momentOf(from, 0), to: momentOf(to, DAY) }
  const { data, error, refetch } = useAction(audit.reports, period, { keep: true, staleMs: 60_000 })
  return (
    <>
      <Toolbar label={t('filters')}>
        {(['from', 'to'] as const).map((bound) => (
          <TextInput
            key={bound}
            type="date"
            className={classes['date']!}
            aria-label={t(`audit.${bound}`)}
            title={t(`audit.${bound}`)}
            value={bound === 'from' ? from : to}
            onChange={(event) => setSearch({ [bound]: event.currentTarget.value })}
          />
        ))}
        <Download period={period} />
      </Toolbar>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {data ? <Figures of={data} /> : error ? null : <Skeleton height={240} />}
    </>
  )
}

const momentOf = (day: string, add: number) => new Date(Date.parse(`${day}T00:00:00`) + add).toISOString()

function Download({ period }: { period: { from: string; to: string } }) {
  const t = useT()
  const download = useDownload()
  const [problem, setProblem] = useState<Problem | null>(null)
  const save = () =>
    download(audit.csv, period, `audit-${period.from.slice(0, 10)}.csv`).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
      setProblem(error)
    })
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={16} stroke={1.5} />} onClick={() => void save()}>
        {t('audit.download')}
      </Button>
      <ProblemAlert problem={problem} compact />
    </>
  )
}

function Figures({ of: { total, days, people } }: { of: Out<typeof audit.reports> }) {
  const t = useT()
  const format = useFormat()
  if (total.entries === 0) return <EmptyState title={t('audit.report_empty')}>{t('audit.empty_text')}</EmptyState>
  return (
    <>
      <dl className={classes['figures']}>
        {[...SECTIONS, 'changes' as const].map((name) => (
          <div key={name}>
            <dt>{name === 'changes' ? t('audit.changes') : t(`audit.section.${name}`)}</dt>
            <dd className="wn-figures">{format.number(total[name])}</dd>
          </div>
        ))}
      </dl>
      <div className={classes['scroll']}>
        <table className={classes['values']} aria-label={t('audit.tab.report')}>
          <thead>
            <tr>
              <th scope="col">{t('audit.day')}</th>
              {SECTIONS.map((name) => (
                <th key={name} scope="col">
                  {t(`audit.section.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.day}>
                <th scope="row">{format.date(`${day.day}T12:00:00Z`)}</th>
                {SECTIONS.map((name) => (
                  <td key={name} className="wn-figures">
                    {format.number(day[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <section className={classes['change']}>
        <h2>{t('audit.people')}</h2>
        <div className={classes['scroll']}>
          <table className={classes['values']}>
            <thead>
              <tr>
                <th scope="col">{t('audit.who')}</th>
                <th scope="col">{t('audit.entries')}</th>
                <th scope="col">{t('audit.section.refused')}</th>
              </tr>
            </thead>
            <tbody>
              {people.map(({ actor_id, entries, refused }) => (
                <tr key={actor_id}>
                  <th scope="row">
                    <Link to={`/settings/audit?actor=${actor_id}`}>
                      <Reference entity="user" id={actor_id} />
                    </Link>
                  </th>
                  <td className="wn-figures">{format.number(entries)}</td>
                  <td className="wn-figures">{format.number(refused)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  )
}
