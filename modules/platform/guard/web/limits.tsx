// The organisation's own limits beside those of the platform.
import { Button, NumberInput, Skeleton } from '@mantine/core'
import { IconRestore } from '@tabler/icons-react'
import { useState } from 'react'
import { PageHeader } from '#ui/page-header.tsx'
import { Link, ProblemAlert, toast, useAction, useCommand, useFormat, useT } from '#kernel/web/index.tsx'
import { type LimitName, limits, type LimitsRead } from '../contract.ts'
import { useErrorAt } from './errors.ts'
import classes from './guard.module.css'

const GROUPS = {
  api: ['api_per_minute', 'api_burst'],
  sign_in: ['sign_in_attempts'],
  calls: ['calls_per_minute'],
} as const satisfies Record<string, readonly LimitName[]>

export default function Limits() {
  const t = useT()
  const { data, error, refetch } = useAction(limits.get, {})
  return (
    <div className={classes['limits']}>
      <PageHeader title={t('menu.limits')} above={<Link to="/settings">{t('menu.settings')}</Link>}>
        <p className="wn-quiet">{t('limits.text')}</p>
      </PageHeader>
      {data ? (
        <Figures start={data} />
      ) : error ? (
        <ProblemAlert problem={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton height={320} />
      )}
    </div>
  )
}

function Figures({ start: { own, defaults, bounds } }: { start: LimitsRead }) {
  const t = useT()
  const format = useFormat()
  const [chosen, setChosen] = useState(own)
  const command = useCommand(limits.set, { onDone: () => toast(t('limits.saved')) })
  const { problem, reset } = command
  const errorOf = useErrorAt(problem)
  const change = (name: LimitName, value: number | null) => {
    reset()
    setChosen({ ...chosen, [name]: value })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void command.run(chosen)
      }}
    >
      {Object.entries(GROUPS).map(([group, names]) => (
        <section key={group} className={classes['group']} aria-labelledby={`limits-${group}`}>
          <h2 id={`limits-${group}`}>{t(`limits.group_${group}`)}</h2>
          {names.map((name) => (
            <div key={name} className={classes['limit']}>
              <NumberInput
                label={t(`limits.${name}`)}
                description={
                  <>
                    {t(`limits.${name}_help`)}{' '}
                    {t('limits.of_platform', {
                      value: format.number(defaults[name]),
                      min: format.number(bounds[name].min),
                      max: format.number(bounds[name].max),
                    })}
                  </>
                }
                placeholder={format.number(defaults[name])}
                allowDecimal={false}
                allowNegative={false}
                error={errorOf(name)}
                value={chosen[name] ?? ''}
                onChange={(value) => change(name, value === '' ? null : Number(value))}
              />
              {chosen[name] !== null && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  leftSection={<IconRestore size={16} stroke={1.5} />}
                  aria-label={t('limits.reset_one', { name: t(`limits.${name}`) })}
                  onClick={() => change(name, null)}
                >
                  {t('limits.reset')}
                </Button>
              )}
            </div>
          ))}
        </section>
      ))}
      <ProblemAlert problem={problem && problem.refusals.length === 0 ? problem : null} />
      <Button type="submit" loading={command.isPending}>
        {t('do.save')}
      </Button>
    </form>
  )
}
