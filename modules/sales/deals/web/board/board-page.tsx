// The board with its views and what narrows it.
import { Select } from '@mantine/core'
import { useEffect } from 'react'
import {
  filtersOf,
  ListFrame,
  type Listing,
  ProblemAlert,
  RowsSkeleton,
  type SavedList,
  SlotOutlet,
  useLanguage,
  useListing,
  useOwnListing,
  useSavedView,
  useT,
  useViewingOf,
  withFilter,
} from '#kernel/web/index.tsx'
import { View, views, viewsBar, viewsColumn } from '#modules/platform/views/contract.ts'
import { Deal, deals } from '../../contract.ts'
import { DealsLinks } from '../deals-links.tsx'
import { OF_BOARD } from '../list/listing.ts'
import { nameIn } from '../naming.ts'
import { NewDealButton, NewDealDrawer } from '../new-deal.tsx'
import { ShowSwitch, useKeptShow } from '../show.tsx'
import { Board } from './board.tsx'
import { useBoard } from './use-board.ts'
import classes from './board.module.css'

export default function BoardPage() {
  const [kept, keep] = useKeptShow()
  useEffect(() => {
    if (kept !== 'board') keep('board')
  }, [kept, keep])
  const saved = useSavedView(Deal, views.shelf, View)
  const listing = useOwnListing(OF_BOARD)
  return saved === undefined || !listing ? <RowsSkeleton height={96} /> : <Shown saved={saved} listing={listing} />
}

function Shown({ saved, listing }: { saved: SavedList | null; listing: Listing }) {
  const t = useT()
  const { language } = useLanguage()
  const { shown, onShow, go } = useListing(listing, saved)
  const viewing = useViewingOf(listing, deals.list, shown, go)
  // What a view of the list says of stages is said by the columns here.
  const { pipeline: wanted, stage: _stage, ...filters } = filtersOf(listing, shown)
  const { pipelines, pipeline, stages, totals, count, problem } = useBoard(
    [wanted].flat()[0] as string | undefined,
    filters,
  )
  return (
    <>
      <ListFrame
        {...{ listing, shown, onShow }}
        chips={listing.filters.filter((name) => name !== 'pipeline')}
        views={<SlotOutlet of={viewsColumn} {...viewing} />}
        bar={<SlotOutlet of={viewsBar} {...viewing} />}
        head={
          <div className={classes['tools']}>
            {pipelines.length > 1 && (
              <Select
                aria-label={t('deal.pipeline')}
                allowDeselect={false}
                value={pipeline?.id ?? null}
                onChange={(id) => onShow(withFilter(shown, 'pipeline', id ? [id] : []))}
                data={pipelines.map((one) => ({ value: one.id, label: nameIn(one, language) }))}
                w={170}
              />
            )}
            <DealsLinks pipeline={pipeline?.id} />
            <ShowSwitch shown="board" />
            <NewDealButton />
          </div>
        }
      >
        <div className={classes['page']}>
          <ProblemAlert problem={problem} />
          {stages && <Board key={pipeline?.id} stages={stages} totals={totals} filters={filters} onMoved={count} />}
          {!stages && !problem && <RowsSkeleton height={96} />}
        </div>
      </ListFrame>
      <NewDealDrawer pipeline={pipeline?.id} client={shown.filters['client']?.[0]} />
    </>
  )
}
