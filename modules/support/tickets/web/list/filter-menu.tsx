// Narrowing the list: by status, priority, channel, assignee, category and tag.
import { ActionIcon, Button, Indicator, MultiSelect, Popover, TagsInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { ReferencePicker, useT } from '#kernel/web/index.tsx'
import { CHANNELS, PRIORITIES, STATUSES } from '../../contract.ts'
import { type FilterName, FILTERS, resetShown, type Shown, withFilter } from './filters.ts'
import classes from './list.module.css'

type Props = { shown: Shown; onShow: (shown: Shown) => void }
const choices = { status: STATUSES, priority: PRIORITIES, channel: CHANNELS }

export function FilterMenu({ shown, onShow }: Props) {
  const t = useT()
  const count = FILTERS.filter((name) => shown[name]?.length).length
  const set = (name: FilterName, values: readonly string[]) => onShow(withFilter(shown, name, values))
  const label = count > 0 ? t('tickets.filters_on', { count }) : t('tickets.filter')
  return (
    <Popover position="bottom-end" width={300} withinPortal trapFocus>
      <Indicator disabled={count === 0} label={count} size={16} offset={4}>
        <Popover.Target>
          <ActionIcon size="lg" aria-label={label} title={label}>
            <IconFilter size={18} stroke={1.5} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown className={classes['filters']}>
        {(['status', 'priority', 'channel'] as const).map((name) => (
          <MultiSelect
            key={name}
            size="sm"
            label={t(`ticket.${name}`)}
            placeholder={shown[name]?.length ? '' : t('tickets.any')}
            data={choices[name].map((value) => ({ value, label: t(`ticket.${name}.${value}`) }))}
            value={[...(shown[name] ?? [])]}
            onChange={(values) => set(name, values)}
            comboboxProps={{ withinPortal: false }}
          />
        ))}
        <OneReference
          name="assignee"
          entity="user"
          shown={shown}
          set={set}
          shortcuts={[
            { id: 'me', label: t('tickets.me') },
            { id: 'none', label: t('tickets.nobody') },
          ]}
        />
        <OneReference
          name="category"
          entity="category"
          shown={shown}
          set={set}
          shortcuts={[{ id: 'none', label: t('tickets.none') }]}
        />
        <TagsInput
          size="sm"
          label={t('ticket.tags')}
          value={[...(shown.tags ?? [])]}
          onChange={(values) => set('tags', values)}
          comboboxProps={{ withinPortal: false }}
        />
        <Button
          variant="subtle"
          size="sm"
          disabled={count === 0}
          onClick={() => onShow({ ...resetShown(shown), q: shown.q })}
        >
          {t('tickets.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}

type OneProps = {
  name: 'assignee' | 'category'
  entity: string
  shown: Shown
  set: (name: FilterName, values: readonly string[]) => void
  shortcuts: { id: string; label: string }[]
}

function OneReference({ name, entity, shown, set, shortcuts }: OneProps) {
  const t = useT()
  const value = shown[name]?.[0] ?? null
  const word = shortcuts.find(({ id }) => id === value)?.label
  return (
    <ReferencePicker
      entity={entity}
      size="sm"
      label={t(`ticket.${name}`)}
      value={word ? null : value}
      placeholder={word ?? t('tickets.any')}
      shortcuts={[{ id: null, label: t('tickets.any') }, ...shortcuts]}
      onChange={(id) => set(name, id ? [id] : [])}
    />
  )
}
