// A log below a hook: what went or came, newest first; a row opens beside it.
import type { ReactNode } from 'react'
import { useState } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import type { Entity, Row } from '#kernel/contract/index.ts'
import { type Column, EntityTable, type Icon, type InfiniteAnswer, SideDrawer, useT } from '#kernel/web/index.tsx'
import { classes, useAgain } from './parts.tsx'

type Props<E extends Entity> = {
  of: E
  list: InfiniteAnswer<Row<E>>
  columns: readonly Column<Partial<Row<E>>>[]
  icon: Icon
  /** Only some of them were asked for. */
  isNarrowed?: boolean
  toolbar?: ReactNode
  /** The whole of one row. */
  record: (id: string) => ReactNode
}

export function Log<E extends Entity>({
  of,
  list,
  columns,
  icon: Sign,
  isNarrowed = false,
  toolbar,
  record,
}: Props<E>) {
  const t = useT()
  const [opened, setOpened] = useState<string | null>(null)
  useAgain(list.refetch)
  return (
    <section aria-label={t(`${of.name}.many`)}>
      <h2 className={classes['part']}>{t(`${of.name}.many`)}</h2>
      {toolbar}
      <EntityTable
        of={of}
        list={list}
        columns={columns}
        onRow={(row) => setOpened(String(row['id']))}
        empty={
          <EmptyState
            icon={<Sign size={24} stroke={1.5} />}
            title={t(isNarrowed ? 'nothing_fits' : `${of.name}.empty`)}
          >
            {t(isNarrowed ? 'nothing_fits_text' : `${of.name}.empty_text`)}
          </EmptyState>
        }
      />
      <SideDrawer opened={opened !== null} onClose={() => setOpened(null)} size={560} title={t(`${of.name}.one`)}>
        {opened && record(opened)}
      </SideDrawer>
    </section>
  )
}
