import { Time, useT } from '#kernel/web/index.tsx'
import classes from './jobs.module.css'
import { QueueName } from './queues.tsx'

type Schedule = { name: string; cron: string; last_at: string | null; next_at: string | null }

export function Schedules({ schedules }: { schedules: readonly Schedule[] }) {
  const t = useT()
  return (
    <section className={classes['section']} aria-labelledby="jobs-schedules">
      <h2 id="jobs-schedules">{t('jobs.schedules')}</h2>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t('jobs.schedule')}</th>
            <th scope="col">{t('jobs.cron')}</th>
            <th scope="col">{t('jobs.last_run')}</th>
            <th scope="col">{t('jobs.next_run')}</th>
          </tr>
        </thead>
        <tbody>
          {schedules.map(({ name, cron, last_at, next_at }) => (
            <tr key={name}>
              <th scope="row">
                <QueueName name={name} />
              </th>
              <td data-label={t('jobs.cron')}>
                <code dir="ltr">{cron}</code>
              </td>
              <td data-label={t('jobs.last_run')}>{last_at ? <Time at={last_at} /> : t('jobs.never')}</td>
              <td data-label={t('jobs.next_run')}>{next_at && <Time at={next_at} absolute />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
