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
  useAddress,
  useInfiniteAction,
  useLive,
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
}

export function MailList<E extends Entity>({ of, list, states, columns, icon: Sign, path, note }: Props<E>) {
  const t = useT()
  const { search, setSearch } = useAddress()
  const state = search['state']
  const mails = useInfiniteAction(list, (state ? { state } : {}) as ListInput<Row<E>>)
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
      <EntityTable
        of={of}
        list={mails}
        columns={columns}
        to={(row) => `${path}/${String(row['id'])}`}
        empty={
          <EmptyState icon={<Sign size={24} stroke={1.5} />} title={t(state ? 'nothing_fits' : `${of.name}.empty`)}>
            {t(state ? 'nothing_fits_text' : `${of.name}.empty_text`)}
          </EmptyState>
        }
      />
    </>
  )
}
