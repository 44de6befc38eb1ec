// What stands around records that have views: the views beside them, words to find, and the filters above as chips.
import type { ReactNode } from 'react'
import { useT } from '../language/hooks.tsx'
import { FilterChips } from './filter/filter-chips.tsx'
import { ListSearch } from './head/search-field.tsx'
import classes from './listing.module.css'
import type { Listing, ShownList } from './shown.ts'

type Props = { listing: Listing; shown: ShownList; onShow: (shown: ShownList) => void }

/** `head` stands beside the title, `chips` are all filters unless some have a place of their own; texts: `<entity>.search`, `<entity>.many`. */
export function ListFrame({
  listing,
  shown,
  onShow,
  views,
  head,
  bar,
  chips = listing.filters,
  counted,
  children,
}: Props & {
  views: ReactNode
  head: ReactNode
  bar: ReactNode
  chips?: readonly string[]
  counted?: string
  children: ReactNode
}) {
  const t = useT()
  const { name } = listing.of
  const except = listing.filters.filter((one) => !chips.includes(one))
  return (
    <div className={classes['frame']}>
      <div className={classes['page']}>
        <div className={classes['views']}>{views}</div>
        <section className={classes['pane']} aria-label={t(`${name}.many`)}>
          <div className={classes['head']}>
            <h1>{t(`${name}.many`)}</h1>
            <ListSearch key={shown.view} label={`${name}.search`} shown={shown} onShow={onShow} />
            {head}
          </div>
          {bar}
          <FilterChips listing={listing} shown={shown} onShow={onShow} except={except} counted={counted} />
          {children}
        </section>
      </div>
    </div>
  )
}
