// The rules of a kind of record in the order in which they are asked.
import { ActionIcon, Anchor, Button, SegmentedControl, Switch } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconRoute } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import {
  Link,
  ProblemAlert,
  RowsSkeleton,
  useAction,
  useAddress,
  useCommand,
  useHasText,
  useLive,
  useT,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { Rule, rules, type SubjectOffered } from '../contract.ts'
import { useOffer, useSubject } from './rule/use-subject.ts'
import classes from './rules.module.css'
import { useTriggerWords } from './trigger-words.tsx'

export default function RulesPage() {
  const t = useT()
  const has = useHasText()
  const { search, setSearch } = useAddress()
  const offer = useOffer()
  const kinds = offer.data?.items ?? []
  const offered = kinds.find(({ entity }) => entity === search['entity']) ?? kinds[0]
  const add = offered && (
    <Button
      component={Link}
      to={`/settings/rules/new?entity=${offered.entity}`}
      leftSection={<IconPlus size={16} stroke={1.5} />}
    >
      {t('rule.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('rule.many')} above={<Link to="/settings">{t('menu.settings')}</Link>} actions={add} />
      <ProblemAlert problem={offer.error} onRetry={() => void offer.refetch()} />
      {kinds.length > 1 && offered && (
        <SegmentedControl
          mb="md"
          aria-label={t('rule.entity')}
          value={offered.entity}
          data={kinds.map(({ entity }) => ({
            value: entity,
            label: has(`${entity}.many`) ? t(`${entity}.many`) : entity,
          }))}
          onChange={(entity) => setSearch({ entity })}
        />
      )}
      {offered ? <RuleList key={offered.entity} offered={offered} add={add} /> : !offer.error && <RowsSkeleton />}
    </>
  )
}

function RuleList({ offered, add }: { offered: SubjectOffered; add: ReactNode }) {
  const t = useT()
  const { entity } = offered
  const subject = useSubject(offered)
  const wordsOf = useTriggerWords(subject)
  const { data, error, refetch } = useAction(rules.list, { entity, sort: 'position', limit: 200 })
  const standing = useAction(rules.standing, {})
  useLive([Rule.name])
  const update = useCommand(rules.update, { optimistic: ({ id, is_on }) => ({ id, is_on }) })
  const order = useCommand(rules.order, { onDone: () => void refetch() })
  const all = data?.items ?? []
  const move = (from: number, to: number) => {
    const next = all.map(({ id }) => id)
    next.splice(to, 0, ...next.splice(from, 1))
    void order.run({ entity, ids: next })
  }
  if (data && all.length === 0)
    return (
      <EmptyState icon={<IconRoute size={24} stroke={1.5} />} title={t('rule.empty')} action={add}>
        {t('rule.empty_text')}
      </EmptyState>
    )
  return (
    <>
      <ProblemAlert problem={error ?? update.problem ?? order.problem} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton />}
      <ol className={classes['list']}>
        {all.map((rule, index) => {
          const { id, name, is_on } = rule
          const fares = standing.data?.items.find((one) => one.rule === id)
          return (
            <li
              key={id}
              className={classes['rule']}
              data-off={!is_on}
              draggable
              onDragStart={(event) => event.dataTransfer.setData('text/plain', String(index))}
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault()
                const from = Number(event.dataTransfer.getData('text/plain'))
                if (Number.isInteger(from) && from !== index && all[from]) move(from, index)
              }}
            >
              <Switch
                aria-label={t('rules.switch', { name })}
                checked={is_on}
                onChange={(event) => void update.run({ id, is_on: event.currentTarget.checked })}
              />
              <div className={classes['what']}>
                <Anchor component={Link} to={`/settings/rules/${id}`}>
                  <bdi>{name}</bdi>
                </Anchor>
                <div className="wn-quiet">{wordsOf(rule.trigger)}</div>
              </div>
              <div className={classes['fares']}>
                {fares && fares.fired > 0 && (
                  <span className="wn-quiet">{t('rules.fired', { count: fares.fired })}</span>
                )}
                {fares && fares.trouble > 0 && <strong>{t('rules.in_trouble', { count: fares.trouble })}</strong>}
              </div>
              <ActionIcon
                aria-label={t('rules.up', { name })}
                disabled={index === 0 || order.isPending}
                onClick={() => move(index, index - 1)}
              >
                <IconArrowUp size={16} stroke={1.5} />
              </ActionIcon>
              <ActionIcon
                aria-label={t('rules.down', { name })}
                disabled={index === all.length - 1 || order.isPending}
                onClick={() => move(index, index + 1)}
              >
                <IconArrowDown size={16} stroke={1.5} />
              </ActionIcon>
            </li>
          )
        })}
      </ol>
    </>
  )
}
