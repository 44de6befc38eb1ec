// The organisation's rules for passwords.
import { Button, NumberInput, Select, Skeleton, Switch } from '@mantine/core'
import { useState } from 'react'
import { PageHeader } from '#ui/page-header.tsx'
import { Link, ProblemAlert, toast, useAction, useCommand, useT } from '#kernel/web/index.tsx'
import { type PasswordPolicy, security } from '../contract.ts'
import { useErrorAt } from './entrance/mailed-link.tsx'
import classes from './profile.module.css'

export default function Security() {
  const t = useT()
  const { data, error, refetch } = useAction(security.get, {})
  return (
    <div className={classes['profile']}>
      <PageHeader title={t('menu.security')} above={<Link to="/settings">{t('menu.settings')}</Link>} />
      <section aria-label={t('password_policy.title')}>
        <h2>{t('password_policy.title')}</h2>
        <p className="wn-quiet">{t('password_policy.text')}</p>
        {data ? (
          <Rules start={data} />
        ) : error ? (
          <ProblemAlert problem={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton height={240} />
        )}
      </section>
    </div>
  )
}

const YEAR = 365

function Rules({ start }: { start: PasswordPolicy }) {
  const t = useT()
  const [rules, setRules] = useState(start)
  const { run, isPending, problem, reset } = useCommand(security.set, { onDone: () => toast(t('profile.saved')) })
  const errorAt = useErrorAt(problem)
  const change = (part: Partial<PasswordPolicy>) => {
    reset()
    setRules({ ...rules, ...part })
  }
  const number = (field: 'min_length' | 'remembered' | 'max_age_days', min: number, max: number) => (
    <NumberInput
      label={t(`password_policy.${field}`)}
      description={t(`password_policy.${field}_help`)}
      min={min}
      max={max}
      clampBehavior="blur"
      allowDecimal={false}
      allowNegative={false}
      error={errorAt(field)}
      value={rules[field] ?? ''}
      onChange={(value) => change({ [field]: value === '' ? min : Number(value) })}
    />
  )
  return (
    <form
      className={classes['rules']}
      onSubmit={(event) => {
        event.preventDefault()
        void run(rules)
      }}
    >
      {number('min_length', 8, 64)}
      <Select
        label={t('password_policy.kinds')}
        description={t('password_policy.kinds_help')}
        allowDeselect={false}
        error={errorAt('kinds')}
        data={[0, 2, 3, 4].map((count) => ({ value: String(count), label: t(`password_policy.kinds.${count}`) }))}
        value={String(rules.kinds < 2 ? 0 : rules.kinds)}
        onChange={(value) => change({ kinds: Number(value) })}
      />
      {number('remembered', 0, 10)}
      <Switch
        label={t('password_policy.expires')}
        description={t('password_policy.expires_help')}
        checked={rules.max_age_days !== null}
        onChange={(event) => change({ max_age_days: event.currentTarget.checked ? YEAR : null })}
      />
      {rules.max_age_days !== null && number('max_age_days', 1, 730)}
      <ProblemAlert problem={problem && problem.refusals.length === 0 ? problem : null} />
      <div>
        <Button type="submit" loading={isPending}>
          {t('do.save')}
        </Button>
      </div>
    </form>
  )
}
