// On and off, with what that means said before.
import { Switch } from '@mantine/core'
import { useState } from 'react'
import { Confirm, ProblemAlert, useCommand, useFormat, useHasText, useT } from '#kernel/web/index.tsx'
import { components } from '../contract.ts'
import classes from './components.module.css'
import { type Shown, useRefresh, useTitle } from './use-components.ts'

export function ComponentSwitch({ one, all }: { one: Shown; all: readonly Shown[] }) {
  const t = useT()
  const titleOf = useTitle()
  const refresh = useRefresh()
  const [asks, setAsks] = useState(false)
  const { run, isPending, problem, reset } = useCommand(components.update, {
    onDone: () => {
      setAsks(false)
      refresh()
    },
  })
  const { is_on, version } = one.state
  const turn = (on: boolean) => void run({ component: one.id, is_on: on }, { version })
  const title = titleOf(one)
  return (
    <div className={classes['switch']}>
      <Switch
        aria-label={t('components.switch', { title })}
        label={t(is_on ? 'components.on' : 'components.off')}
        labelPosition="left"
        checked={is_on}
        disabled={isPending}
        onChange={() => (is_on ? setAsks(true) : turn(true))}
      />
      {!asks && <ProblemAlert problem={problem} />}
      {asks && (
        <Confirm
          title={t('components.ask_off', { title })}
          verb={t('components.do_off')}
          isPending={isPending}
          problem={problem}
          onConfirm={() => turn(false)}
          onClose={() => {
            setAsks(false)
            reset()
          }}
        >
          <WhatHappens one={one} all={all} />
        </Confirm>
      )}
    </div>
  )
}

function WhatHappens({ one, all }: { one: Shown; all: readonly Shown[] }) {
  const t = useT()
  const has = useHasText()
  const format = useFormat()
  const titleOf = useTitle()
  const needing = all.filter(({ id, state }) => one.needed_by.includes(id) && state.is_on)
  const rights = one.permissions.map((name) => (has(`permission.${name}`) ? t(`permission.${name}`) : name))
  return (
    <div className={classes['means']}>
      {needing.length > 0 && (
        <p role="note">
          {t('components.others_need', { titles: format.list(needing.map((other) => titleOf(other))) })}
        </p>
      )}
      <h3>{t('components.stops')}</h3>
      <ul>
        <li>{t('components.stops_pages')}</li>
        <li>{t('components.stops_api')}</li>
        <li>{t('components.stops_work')}</li>
        {rights.length > 0 && <li>{t('components.stops_rights', { rights: format.list(rights) })}</li>}
      </ul>
      <h3>{t('components.stays')}</h3>
      <ul>
        <li>{t('components.stays_data')}</li>
        <li>{t('components.stays_work')}</li>
      </ul>
    </div>
  )
}
