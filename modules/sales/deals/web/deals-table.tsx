// Deals as a list.
import { useState } from 'react'
import { EntityTable, Link, useFormat, useInfiniteAction, useLive, useT } from '#kernel/web/index.tsx'
import { Deal, DEAL_LINE, deals } from '../contract.ts'

export function DealsTable({ filters }: { filters: Record<string, unknown> }) {
  const t = useT()
  const format = useFormat()
  const [sort, setSort] = useState('-created_at')
  const list = useInfiniteAction(deals.list, { ...filters, sort, fields: DEAL_LINE, limit: 50, total: true } as never)
  useLive([Deal.name])
  return (
    <EntityTable
      of={Deal}
      list={list as never}
      label={t('deal.many')}
      sort={sort}
      onSort={setSort}
      empty={<p className="wn-quiet">{t('deals.no_cards')}</p>}
      columns={[
        { field: 'title', cell: (row) => <Link to={`/deals/${row.id}`}>{<bdi>{row.title}</bdi>}</Link> },
        'client',
        { field: 'amount', cell: (row) => format.money((row.amount ?? 0) / 100, row.currency ?? 'UZS') },
        'stage',
        { field: 'owner', hideOnPhone: true },
        { field: 'expected_close', hideOnPhone: true },
        { field: 'stage_since', hideOnPhone: true },
      ]}
    />
  )
}
