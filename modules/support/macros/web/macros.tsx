// Where macros are kept: one's own, those of one's teams, and everybody's.
import { Badge, Group, Select, TagsInput } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { EntityPage, type FieldControl, PlacedWords, Reference, ReferencePicker, useT } from '#kernel/web/index.tsx'
import { PRIORITIES, STATUSES, TYPES } from '#modules/support/tickets/contract.ts'
import { Macro, type MacroChanges, macros, VARIABLES } from '../contract.ts'
import classes from './macros.module.css'

export default function Macros() {
  const t = useT()
  return (
    <EntityPage
      of={Macro}
      actions={macros}
      icon={IconBolt}
      sort="name"
      columns={[
        { field: 'name', cell: ({ name }) => <bdi>{name}</bdi> },
        { field: 'text', cell: ({ text }) => <span dir="auto">{text}</span>, hideOnPhone: true },
        {
          field: 'visibility',
          width: '200px',
          cell: ({ visibility, team }) => (
            <Group gap={6}>
              <Badge variant="light" color="gray">
                {t(`macro.visibility.${visibility}`)}
              </Badge>
              {team && <Reference entity="team" id={team} plain />}
            </Group>
          ),
        },
        { field: 'owner', width: '160px', hideOnPhone: true },
      ]}
      fields={['name', 'text', 'status', 'changes', 'visibility', 'team']}
      controls={{
        text: (field) => <Words {...field} />,
        status: (field) => <StatusField {...field} />,
        changes: (field) => <Changes {...field} />,
      }}
    />
  )
}

function Words({ value, set, ...field }: FieldControl) {
  const t = useT()
  return (
    <PlacedWords
      {...field}
      value={String(value ?? '')}
      onChange={set}
      places={VARIABLES.map((name) => ({ name, label: t(`macros.variable.${name}`) }))}
      placesLabel={t('macros.variables')}
    />
  )
}

function StatusField({ name, value, set, label, error, disabled }: FieldControl) {
  const t = useT()
  return (
    <Select
      id={`field-${name}`}
      data-field={name}
      label={label}
      error={error}
      disabled={disabled}
      clearable
      placeholder={t('macros.as_it_is')}
      data={STATUSES.filter((one) => one !== 'new').map((one) => ({ value: one, label: t(`ticket.status.${one}`) }))}
      value={(value as string | null) ?? null}
      onChange={set}
    />
  )
}

function Changes({ value, set, label, error, disabled }: FieldControl) {
  const t = useT()
  const changes = (value ?? {}) as MacroChanges
  /** What is not chosen is not there: it stays as it is. */
  const change = (field: keyof MacroChanges, to: unknown) => {
    const { [field]: _before, ...rest } = changes
    const isNothing = to === null || (Array.isArray(to) && to.length === 0)
    set(isNothing ? rest : { ...rest, [field]: to })
  }
  const choice = (field: 'priority' | 'type', choices: readonly string[]) => (
    <Select
      label={t(`ticket.${field}`)}
      clearable
      placeholder={t('macros.as_it_is')}
      data={choices.map((one) => ({ value: one, label: t(`ticket.${field}.${one}`) }))}
      value={changes[field] ?? null}
      onChange={(to) => change(field, to)}
    />
  )
  const record = (field: 'assignee' | 'team' | 'category', entity: string) => {
    const isMe = changes[field] === 'me'
    return (
      <ReferencePicker
        entity={entity}
        label={t(`ticket.${field}`)}
        value={isMe ? null : (changes[field] ?? null)}
        placeholder={t(isMe ? 'tickets.me' : 'macros.as_it_is')}
        clearable
        {...(field === 'assignee' ? { shortcuts: [{ id: 'me', label: t('tickets.me') }] } : {})}
        onChange={(to) => change(field, to)}
      />
    )
  }
  const tags = (field: 'add_tags' | 'remove_tags') => (
    <TagsInput
      label={t(`macros.${field}`)}
      maxTags={20}
      acceptValueOnBlur
      value={[...(changes[field] ?? [])]}
      onChange={(words) =>
        change(
          field,
          words.map((word) => word.trim().toLowerCase().slice(0, 50)),
        )
      }
    />
  )
  return (
    <fieldset className={classes['fields']} disabled={disabled}>
      <legend>{label}</legend>
      {choice('priority', PRIORITIES)}
      {choice('type', TYPES)}
      {record('assignee', 'user')}
      {record('team', 'team')}
      {record('category', 'category')}
      {tags('add_tags')}
      {tags('remove_tags')}
      {error && <p role="alert">{error}</p>}
    </fieldset>
  )
}
