// A list of mails: found by state, newest first, each opens a page of its own.
import { Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader, Toolbar } from '#ui/page-header.tsx'
import type { Crud, Entity, ListInput, Row } from '#kernel/contract/index.ts'
import {
  type Column,
  EntityTable,
  type Icon,
  Link,
  SelectionBar,
  type Selecting,
  useAddress,
  useInfiniteAction,
  useLive,
  useSelection,
  useT,
} from '#kernel/web/index.tsx'

type Props<E extends Entity> = {
  of: E
  list: Crud<E>['list']
  states: readonly string[]
  columns: readonly (string | Column<Partial<Row<E>>>)[]
  icon: Icon
  path: string
  note?: ReactNode
  /** What can be done with chosen mails; without it none can be chosen. */
  bulk?: (chosen: readonly Partial<Row<E>>[], selecting: Selecting) => ReactNode
  /** Title and text of a list of one state that has none. */
  nothing?: (state: string) => readonly [title: string, text: string] | null
}

export function MailList<E extends Entity>({
  of,
  list,
  states,
  columns,
  icon: Sign,
  path,
  note,
  bulk,
  nothing,
}: Props<E>) {
  const t = useT()
  const { search, setSearch } = useAddress()
  const state = search['state']
  const asked = state ? { state } : {}
  const mails = useInfiniteAction(list, asked as ListInput<Row<E>>)
  const loaded = mails.items.length
  const selecting = useSelection(mails.items as { id?: string }[], asked, loaded)
  const chosen = mails.items.filter((row) => selecting.isSelected(String((row as { id?: string }).id)))
  const empty = (state && nothing?.(state)) || (state ? ['nothing_fits', 'nothing_fits_text'] : null)
  useLive([of.name])
  return (
    <>
      <PageHeader title={t(`${of.name}.many`)} above={<Link to="/settings">{t('menu.settings')}</Link>}>
        {note}
      </PageHeader>
      <Toolbar label={t('filters')}>
        <Select
          clearable
          aria-label={t(`${of.name}.state`)}
          placeholder={t(`${of.name}.state`)}
          data={states.map((value) => ({ value, label: t(`${of.name}.state.${value}`) }))}
          value={state ?? null}
          onChange={(value) => setSearch({ state: value ?? undefined })}
        />
      </Toolbar>
      {bulk && (
        <SelectionBar selecting={selecting} total={loaded} totalWords={String(loaded)} loaded={loaded}>
          {bulk(chosen, selecting)}
        </SelectionBar>
      )}
      <EntityTable
        of={of}
        {...(bulk ? { selecting } : {})}
        list={mails}
        columns={columns}
        to={(row) => `${path}/${String(row['id'])}`}
        empty={
          <EmptyState icon={<Sign size={24} stroke={1.5} />} title={t(empty?.[0] ?? `${of.name}.empty`)}>
            {t(empty?.[1] ?? `${of.name}.empty_text`)}
          </EmptyState>
        }
      />
    </>
  )
}
