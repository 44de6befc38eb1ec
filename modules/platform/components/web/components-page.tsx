// The catalogue of components: what there is, what of it is on.
import { Badge, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, ProblemAlert, RowsSkeleton, useFormat, useT } from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import classes from './components.module.css'
import { ComponentSwitch } from './component-switch.tsx'
import { type Shown, useAbout, useComponents, useTitle } from './use-components.ts'

export default function ComponentsPage() {
  const t = useT()
  const titleOf = useTitle()
  const aboutOf = useAbout()
  const { items, problem, refresh } = useComponents()
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLocaleLowerCase()
  const fits = (one: Shown) => `${titleOf(one)} ${aboutOf(one)} ${one.id}`.toLocaleLowerCase().includes(wanted)
  // What can be switched comes first: it is what people are here for.
  const found = (items ?? []).filter(fits)
  const groups = Map.groupBy(found, ({ always, area }) => (always ? 'platform' : area))
  const order = [...groups.keys()].toSorted((a, b) => Number(a === 'platform') - Number(b === 'platform'))
  return (
    <div className={classes['page']}>
      <PageHeader title={t('menu.components')} above={<Link to="/settings">{t('menu.settings')}</Link>} />
      <p className="wn-quiet">{t('components.text')}</p>
      <TextInput
        aria-label={t('components.search')}
        placeholder={t('components.search')}
        leftSection={<IconSearch size={16} stroke={1.5} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ProblemAlert problem={problem} onRetry={refresh} />
      {!items && !problem && <RowsSkeleton />}
      {order.map((area) => (
        <section key={area} aria-label={t(`component_area.${area}`)}>
          <h2>{t(`component_area.${area}`)}</h2>
          <ul className={classes['list']}>
            {groups.get(area)!.map((one) => (
              <OneComponent key={one.id} one={one} all={items!} />
            ))}
          </ul>
        </section>
      ))}
      {items && found.length === 0 && (
        <EmptyState title={t('settings.nothing')}>{t('settings.nothing_text')}</EmptyState>
      )}
    </div>
  )
}

function OneComponent({ one, all }: { one: Shown; all: readonly Shown[] }) {
  const t = useT()
  const format = useFormat()
  const titleOf = useTitle()
  const aboutOf = useAbout()
  const named = (ids: readonly string[]) =>
    format.list(all.filter(({ id }) => ids.includes(id)).map((other) => titleOf(other)))
  const needs = Object.keys(one.needs)
  return (
    <li className={classes['component']}>
      <div>
        <p className={classes['name']}>
          <Link to={`/settings/components/${one.id}`}>{titleOf(one)}</Link>
          <bdi className="wn-quiet">{one.version}</bdi>
          {one.settings && (
            <Badge variant="light" color="gray">
              {t('components.has_settings')}
            </Badge>
          )}
        </p>
        <p className="wn-quiet">{aboutOf(one)}</p>
        {needs.length > 0 && <p className="wn-quiet">{t('components.needs_these', { titles: named(needs) })}</p>}
        {one.needed_by.length > 0 && (
          <p className="wn-quiet">{t('components.needed_by_these', { titles: named(one.needed_by) })}</p>
        )}
      </div>
      {one.always ? (
        <span className="wn-quiet">{t('components.always')}</span>
      ) : (
        <ComponentSwitch one={one} all={all} />
      )}
    </li>
  )
}
