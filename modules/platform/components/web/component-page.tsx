// One component: what it is, what it needs, how it is set up, how it came to be so.
import { Badge, Skeleton } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { EntityForm, Link, ProblemAlert, toast, useAction, useAddress, useHasText, useT } from '#kernel/web/index.tsx'
import { Facts } from '#ui/facts.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { components } from '../contract.ts'
import classes from './components.module.css'
import { ComponentSwitch } from './component-switch.tsx'
import { History } from './history.tsx'
import { settingsEntity } from './settings-entity.ts'
import { type Shown, useAbout, useComponents, useRefresh, useTitle } from './use-components.ts'

export default function ComponentPage() {
  const t = useT()
  const titleOf = useTitle()
  const aboutOf = useAbout()
  const { params } = useAddress()
  const { items, problem, refresh } = useComponents()
  const one = items?.find(({ id }) => id === params['id'])
  const above = <Link to="/settings/components">{t('menu.components')}</Link>
  if (!items || !one)
    return (
      <>
        <PageHeader title={t('menu.components')} above={above} />
        <ProblemAlert problem={problem} onRetry={refresh} />
        {!items && !problem && <Skeleton height={320} />}
        {items && <p role="alert">{t('problem.component.not_found')}</p>}
      </>
    )
  return (
    <div className={classes['page']}>
      <PageHeader
        title={titleOf(one)}
        above={above}
        beside={<Badge variant="light">{one.version}</Badge>}
        actions={one.always ? <span>{t('components.always')}</span> : <ComponentSwitch one={one} all={items} />}
      />
      <p>{aboutOf(one)}</p>
      <Pictures one={one} />
      <About one={one} all={items} />
      {one.settings && one.settings_name && <SetUp key={one.id} one={one} />}
      <History one={one} />
    </div>
  )
}

/** How it looks; each picture opens whole. */
function Pictures({ one }: { one: Shown }) {
  const t = useT()
  const has = useHasText()
  if (one.pictures.length === 0) return null
  return (
    <ul className={classes['pictures']} aria-label={t('components.pictures')}>
      {one.pictures.map(({ name, address, text }) => (
        <li key={name}>
          <a href={address} target="_blank" rel="noreferrer">
            <img
              src={address}
              alt={has(`component.${one.id}.${name}`) ? t(`component.${one.id}.${name}`) : text}
              width={960}
              height={600}
              loading="lazy"
            />
          </a>
        </li>
      ))}
    </ul>
  )
}

function About({ one, all }: { one: Shown; all: readonly Shown[] }) {
  const t = useT()
  const has = useHasText()
  const links = (ids: readonly string[]) =>
    all
      .filter(({ id }) => ids.includes(id))
      .map((other) => <Related key={other.id} one={other} range={one.needs[other.id]} />)
  return (
    <Facts
      of={[
        [t('components.version'), one.version],
        [t('components.id'), <code key="id">{one.id}</code>],
        [t('components.needs'), listed(links(Object.keys(one.needs)))],
        [t('components.needed_by'), listed(links(one.needed_by))],
        [
          t('components.permissions'),
          listed(
            one.permissions.map((name) => (
              <li key={name}>{has(`permission.${name}`) ? t(`permission.${name}`) : <code>{name}</code>}</li>
            )),
          ),
        ],
      ]}
    />
  )
}

const listed = (items: ReactNode[]) => (items.length > 0 ? <ul className={classes['plain']}>{items}</ul> : null)

function Related({ one, range }: { one: Shown; range: string | undefined }) {
  const t = useT()
  const titleOf = useTitle()
  return (
    <li>
      <Link to={`/settings/components/${one.id}`}>{titleOf(one)}</Link>{' '}
      <span className="wn-quiet">
        <bdi>{range ?? one.version}</bdi>
        {!one.state.is_on && ` · ${t('components.off')}`}
      </span>
    </li>
  )
}

function SetUp({ one }: { one: Shown }) {
  const t = useT()
  const refresh = useRefresh()
  const { data, error } = useAction(components.settings, { component: one.id })
  const of = useMemo(() => settingsEntity(one.settings_name!, one.settings!), [one.settings_name, one.settings])
  return (
    <section aria-label={t('components.settings')}>
      <h2>{t('components.settings')}</h2>
      <ProblemAlert problem={error} />
      {data ? (
        <EntityForm
          key={data.version}
          of={of}
          command={components.configure}
          start={{ ...data.settings, version: data.version }}
          also={{ component: one.id }}
          onDone={() => {
            toast(t('components.saved'))
            refresh()
          }}
        />
      ) : (
        <Skeleton height={80} />
      )}
    </section>
  )
}
