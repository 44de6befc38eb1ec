// Entries as a table on a screen and as cards on a phone.
import type { ReactNode } from 'react'
import { entity } from '#kernel/contract/index.ts'
import { EntityTable, type InfiniteAnswer, Time } from '#kernel/web/index.tsx'
import type { AuditEntry } from '../contract.ts'
import { Kind, OutcomeMark, What, Who } from './words.tsx'

/** Entries are no records of a table of their own: this names them for the table that shows them. */
const Shown = entity('audit', { table: 'audit_entries', written: {}, audited: false })

type Props = {
  entries: Pick<
    InfiniteAnswer<AuditEntry>,
    'items' | 'isPending' | 'problem' | 'hasMore' | 'fetchMore' | 'isFetchingMore' | 'refetch'
  >
  empty: ReactNode
  label?: string
}

const cell = (draw: (entry: AuditEntry) => ReactNode) => (row: unknown) => draw(row as AuditEntry)

export function EntryTable({ entries, empty, label }: Props) {
  return (
    <EntityTable
      of={Shown}
      list={entries}
      {...(label ? { label } : {})}
      to={(row) => `/settings/audit/${String(row.id)}`}
      columns={[
        { field: 'what', header: 'audit.what', width: '28%', cell: cell(({ action }) => <What action={action} />) },
        { field: 'who', header: 'audit.who', width: '20%', cell: cell((entry) => <Who of={entry} />) },
        {
          field: 'about',
          header: 'audit.about',
          cell: cell(({ entity: kind }) => <Kind entity={kind} />),
          hideOnPhone: true,
        },
        {
          field: 'outcome',
          header: 'audit.outcome',
          width: '120px',
          cell: cell(({ outcome }) => <OutcomeMark outcome={outcome} />),
        },
        {
          field: 'address',
          header: 'audit.address',
          width: '130px',
          cell: cell(({ origin }) => <bdi>{origin?.address || '—'}</bdi>),
          hideOnPhone: true,
        },
        { field: 'at', header: 'audit.at', width: '130px', cell: cell(({ at }) => <Time at={at} short />) },
      ]}
      empty={empty}
    />
  )
}
