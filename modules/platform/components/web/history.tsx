// Who switched and set up a component, and the way back.
import { Button } from '@mantine/core'
import { Fragment } from 'react'
import type { Out } from '#kernel/contract/index.ts'
import { ProblemAlert, Reference, Time, toast, useAction, useCommand, useHasText, useT } from '#kernel/web/index.tsx'
import { components } from '../contract.ts'
import classes from './components.module.css'
import { type Shown, useRefresh } from './use-components.ts'

type Change = Out<typeof components.history>['items'][number]

export function History({ one }: { one: Shown }) {
  const t = useT()
  const refresh = useRefresh()
  const { data, error } = useAction(components.history, { component: one.id })
  const back = useCommand(components.goBack, {
    onDone: () => {
      toast(t('components.saved'))
      refresh()
    },
  })
  const items = data?.items ?? []
  const now = JSON.stringify(one.state.settings)
  return (
    <section aria-label={t('components.history')}>
      <h2>{t('components.history')}</h2>
      <ProblemAlert problem={error ?? back.problem} />
      {data && items.length === 0 && <p className="wn-quiet">{t('components.no_history')}</p>}
      <ol className={classes['history']}>
        {items.map((change, index) => (
          <li key={change.version}>
            <div>
              <p>
                {'№ '}
                {change.version}
                {' · '}
                {change.actor ? <Reference entity="user" id={change.actor} plain /> : t('components.platform')}
                {' · '}
                <Time at={change.at} />
              </p>
              <Told one={one} change={change} before={items[index + 1]} />
            </div>
            {one.settings && JSON.stringify(change.settings) !== now && (
              <Button
                size="compact-sm"
                variant="default"
                loading={back.isPending}
                onClick={() => void back.run({ component: one.id, to: change.version }, { version: one.state.version })}
              >
                {t('components.back_to', { number: change.version })}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What a change changed; of the first one, what it set. */
function Told({ one, change, before }: { one: Shown; change: Change; before: Change | undefined }) {
  const t = useT()
  const has = useHasText()
  const wasOn = before?.is_on ?? true
  const word = (field: string) => {
    const key = `${one.settings_name}.${field}`
    return has(key) ? t(key) : field
  }
  const changed = Object.entries(change.settings as Record<string, unknown>).filter(
    ([field, value]) => !before || JSON.stringify(value) !== JSON.stringify(before.settings[field]),
  )
  return (
    <p className="wn-quiet">
      {change.is_on !== wasOn && t(change.is_on ? 'components.was_on' : 'components.was_off')}{' '}
      {changed.map(([field, value], index) => (
        <Fragment key={field}>
          {index > 0 && ', '}
          {word(field)}: <bdi>{typeof value === 'string' ? value.slice(0, 100) : JSON.stringify(value)}</bdi>
        </Fragment>
      ))}
    </p>
  )
}
