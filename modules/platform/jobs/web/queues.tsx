import { useAddress, useFormat, useHasText, useT } from '#kernel/web/index.tsx'
import classes from './jobs.module.css'

const STATES = ['waiting', 'later', 'active', 'retrying', 'failed', 'done'] as const
type Queue = { name: string } & Record<(typeof STATES)[number], number>

export function Queues({ queues }: { queues: readonly Queue[] }) {
  const t = useT()
  const format = useFormat()
  const { setSearch } = useAddress()
  return (
    <section className={classes['section']} aria-labelledby="jobs-queues">
      <h2 id="jobs-queues">{t('jobs.queues')}</h2>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t('jobs.queue')}</th>
            {STATES.map((state) => (
              <th scope="col" key={state} className={classes['number']}>
                {t(`jobs.${state}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {queues.map((queue) => (
            <tr key={queue.name}>
              <th scope="row">
                <QueueName name={queue.name} />
              </th>
              {STATES.map((state) => (
                <td
                  key={state}
                  className={classes['number']}
                  data-label={t(`jobs.${state}`)}
                  data-none={queue[state] === 0 || undefined}
                  data-state={state}
                >
                  {state === 'failed' && queue.failed > 0 ? (
                    <button
                      type="button"
                      className={classes['failed']}
                      aria-label={t('jobs.show_failed', { queue: queue.name, count: queue.failed })}
                      onClick={() => setSearch({ queue: queue.name })}
                    >
                      {format.number(queue.failed)}
                    </button>
                  ) : (
                    format.number(queue[state])
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What a queue is for, in words, and its name as the code has it. */
export function QueueName({ name }: { name: string }) {
  const t = useT()
  const has = useHasText()
  const area = name.split('.')[0]!
  const word = [`jobs.area.${area}`, `component.${area}.title`].find(has) ?? 'jobs.area.other'
  return (
    <span className={classes['queue']}>
      {t(word)}
      <code dir="ltr">{name}</code>
    </span>
  )
}
