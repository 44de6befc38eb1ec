// A whole page that follows from an entity: find, look through, create, change, delete.
import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconDots, IconPlus, IconSearch, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader, Toolbar } from '#ui/page-header.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { choicesOf, type Crud, type Entity, fieldsWith, hintsOf, type Row } from '../../contract/index.ts'
import { useCommand, useInfiniteAction } from '../call/hooks.ts'
import { EntityForm, type FieldControl } from '../form/entity-form.tsx'
import { useT } from '../language/hooks.tsx'
import { useLive } from '../live/hooks.ts'
import { useMe } from '../me.tsx'
import type { Icon } from '../module.tsx'
import { ReferencePicker } from '../references/picker.tsx'
import { useSettled } from '../references/settled.ts'
import { useAddress } from '../shell/address.ts'
import { Link } from '../shell/link.tsx'
import { type Column, EntityTable } from '../table/entity-table.tsx'
import { Confirm } from './confirm.tsx'
import { SideDrawer } from './side-drawer.tsx'
import classes from './entity-page.module.css'

export type EntityPageProps<E extends Entity> = {
  of: E
  actions: Crud<E>
  columns: readonly (string | Column<Partial<Row<E>>>)[]
  fields?: readonly string[]
  controls?: Readonly<Record<string, (field: FieldControl) => ReactNode>>
  /** Choices, references and yes-or-no fields to filter by. */
  filters?: readonly string[]
  sort: string
  icon: Icon
  /** What new records begin with. */
  start?: Partial<Row<E>>
  /** Whether a record may be deleted; a text key beside the question says what that means. */
  removable?: boolean
  /** Below the form of a record that is there; `close` closes it. */
  below?: (row: Partial<Row<E>>, close: () => void) => ReactNode
  /** A record just made stays open, because what stands below its form comes next. */
  staysOpen?: boolean
  /** The way back; the settings by default. */
  above?: ReactNode
  /** Beside the button for a new record. */
  headerActions?: ReactNode
}

type Edited<E extends Entity> = { row?: Partial<Row<E>> }

/** Texts: `<entity>.many`, `.new`, `.edit`, `.search`, `.empty`, `.empty_text`, `.remove`, `.remove_text`. */
export function EntityPage<E extends Entity>(props: EntityPageProps<E>) {
  const {
    of,
    actions,
    columns,
    filters = [],
    icon: Sign,
    removable = true,
    above,
    headerActions,
    below,
    staysOpen = false,
  } = props
  const t = useT()
  const { may } = useMe()
  const { search, setSearch } = useAddress()
  const [edited, setEdited] = useState<Edited<E> | null>(null)
  const [removed, setRemoved] = useState<Partial<Row<E>> | null>(null)
  const sort = search['sort'] ?? props.sort
  const typed = useSettled(search['q'] ?? '')
  const chosen = Object.fromEntries(filters.flatMap((field) => (search[field] ? [[field, search[field]]] : [])))
  const input = { sort, ...chosen, ...(typed ? { q: typed } : {}) }
  const list = useInfiniteAction(actions.list, input as never)
  useLive([of.name])
  const isNarrowed = typed !== '' || Object.keys(chosen).length > 0
  const mayWrite = may(actions.update.can)
  const create = may(actions.create.can) && (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setEdited({})}>
      {t(`${of.name}.new`)}
    </Button>
  )

  return (
    <>
      <PageHeader
        title={t(`${of.name}.many`)}
        above={above ?? <Link to="/settings">{t('menu.settings')}</Link>}
        actions={
          <>
            {headerActions}
            {create}
          </>
        }
      />
      <Narrowing of={of} filters={filters} />
      <EntityTable
        of={of}
        list={list}
        columns={columns}
        sort={sort}
        onSort={(next) => setSearch({ sort: next })}
        {...(mayWrite ? { onRow: (row: Partial<Row<E>>) => setEdited({ row }) } : {})}
        {...(removable && may(actions.remove.can)
          ? { rowActions: (row: Partial<Row<E>>) => <RowMenu onRemove={() => setRemoved(row)} /> }
          : {})}
        empty={
          isNarrowed ? (
            <EmptyState icon={<Sign size={24} stroke={1.5} />} title={t('nothing_fits')}>
              {t('nothing_fits_text')}
            </EmptyState>
          ) : (
            <EmptyState icon={<Sign size={24} stroke={1.5} />} title={t(`${of.name}.empty`)} action={create}>
              {t(`${of.name}.empty_text`)}
            </EmptyState>
          )
        }
      />
      <SideDrawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={t(edited?.row ? `${of.name}.edit` : `${of.name}.new`)}
      >
        {edited && (
          <Editor
            {...props}
            key={idOf(edited)}
            edited={edited}
            onDone={(row) => setEdited(staysOpen && !edited.row ? { row } : null)}
            onCancel={() => setEdited(null)}
          />
        )}
        {edited?.row && below?.(edited.row, () => setEdited(null))}
      </SideDrawer>
      {removed && <Removal of={of} action={actions.remove} row={removed} onClose={() => setRemoved(null)} />}
    </>
  )
}

function Narrowing({ of, filters }: { of: Entity; filters: readonly string[] }) {
  const t = useT()
  const { search, setSearch } = useAddress()
  const searched = fieldsWith(of, (hints) => hints.searched).length > 0
  return (
    <Toolbar label={t('filters')}>
      {searched && (
        <TextInput
          aria-label={t(`${of.name}.search`)}
          placeholder={t(`${of.name}.search`)}
          leftSection={<IconSearch size={16} stroke={1.5} />}
          className={classes['find']!}
          value={search['q'] ?? ''}
          onChange={(event) => setSearch({ q: event.currentTarget.value })}
        />
      )}
      {filters.map((field) => (
        <Filter
          key={field}
          of={of}
          field={field}
          value={search[field] ?? null}
          set={(value) => setSearch({ [field]: value ?? undefined })}
        />
      ))}
    </Toolbar>
  )
}

const idOf = <E extends Entity>({ row }: Edited<E>) => String(row?.['id'] ?? 'new')

type EditorProps<E extends Entity> = Pick<EntityPageProps<E>, 'of' | 'actions' | 'fields' | 'controls' | 'start'> & {
  edited: Edited<E>
  onDone: (row: Partial<Row<E>>) => void
  onCancel: () => void
}

function Editor<E extends Entity>({ of, actions, fields, controls, start, edited, onDone, onCancel }: EditorProps<E>) {
  const t = useT()
  const { row } = edited
  return (
    <EntityForm
      of={of}
      command={row ? actions.update : actions.create}
      {...(fields ? { fields } : {})}
      {...(controls ? { controls } : {})}
      start={(row ?? start) as Partial<Row<E>>}
      also={row ? { id: row['id'] } : {}}
      get={actions.get}
      submitLabel={t(row ? 'do.save' : 'do.create')}
      draftKey={`${of.name}.${idOf(edited)}`}
      onDone={(saved) => onDone(saved as Partial<Row<E>>)}
      onCancel={onCancel}
    />
  )
}

type FilterProps = { of: Entity; field: string; value: string | null; set: (value: string | null) => void }

function Filter({ of, field, value, set }: FilterProps) {
  const t = useT()
  const label = t(`${of.name}.${field}`)
  const schema = of.fields[field]!
  const { refers, control } = hintsOf(schema)
  if (refers)
    return (
      <div className={classes['filter']}>
        <ReferencePicker
          entity={refers}
          aria-label={label}
          placeholder={label}
          clearable
          value={value}
          onChange={set}
        />
      </div>
    )
  const words =
    control === 'yes_no'
      ? [
          { value: 'true', label: `${label}: ${t('yes')}` },
          { value: 'false', label: `${label}: ${t('no')}` },
        ]
      : choicesOf(schema).map((one) => ({ value: one, label: t(`${of.name}.${field}.${one}`) }))
  return (
    <Select
      className={classes['filter']!}
      clearable
      aria-label={label}
      placeholder={label}
      data={words}
      value={value}
      onChange={set}
    />
  )
}

function RowMenu({ onRemove }: { onRemove: () => void }) {
  const t = useT()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('actions')}>
          <IconDots size={18} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.5} />} onClick={onRemove}>
          {t('do.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Removal<E extends Entity>({
  of,
  action,
  row,
  onClose,
}: {
  of: E
  action: Crud<E>['remove']
  row: Partial<Row<E>>
  onClose: () => void
}) {
  const t = useT()
  const { run, isPending, problem } = useCommand(action, { onDone: onClose })
  return (
    <Confirm
      title={t(`${of.name}.remove`)}
      verb={t('do.delete')}
      isPending={isPending}
      problem={problem}
      onConfirm={() => void run({ id: row['id'] as string })}
      onClose={onClose}
    >
      {t(`${of.name}.remove_text`, { name: String(row['name'] ?? '') })}
    </Confirm>
  )
}
