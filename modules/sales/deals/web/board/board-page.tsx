// The board with its views and what narrows it.
import { Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useMemo } from 'react'
import {
  filtersOf,
  LaneMenu,
  ListFrame,
  type Listing,
  namesOwn,
  ProblemAlert,
  RowsSkeleton,
  type SavedList,
  SlotOutlet,
  useAddress,
  useKeptChoice,
  useLanguage,
  useListing,
  useOwnListing,
  useSavedView,
  useT,
  useViewingOf,
  withFilter,
} from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { View, views, viewsBar, viewsColumn } from '#modules/platform/views/contract.ts'
import { Deal, deals } from '../../contract.ts'
import { DealsItems, DealsLinks } from '../deals-links.tsx'
import { OF_BOARD } from '../list/listing.ts'
import { nameIn } from '../naming.ts'
import { NewDealButton, NewDealDrawer } from '../new-deal.tsx'
import { ShowSwitch, useKeptShow } from '../show.tsx'
import { Board } from './board.tsx'
import { usePipeline } from './use-board.ts'
import classes from './board.module.css'

export default function BoardPage() {
  const [kept, keep] = useKeptShow()
  useEffect(() => {
    if (kept !== 'board') keep('board')
  }, [kept, keep])
  // Asked beside what the address is understood by, not behind it.
  usePipeline(undefined)
  const saved = useSavedView(Deal, views.shelf, View)
  const { search } = useAddress()
  const listing = useOwnListing(OF_BOARD, namesOwn(search, saved ?? null))
  return saved === undefined || !listing ? <RowsSkeleton height={96} /> : <Shown saved={saved} listing={listing} />
}

function Shown({ saved, listing }: { saved: SavedList | null; listing: Listing }) {
  const t = useT()
  const { language } = useLanguage()
  const { shown, onShow, go } = useListing(listing, saved)
  const viewing = useViewingOf(listing, deals.list, shown, go)
  const [isCompact, setCompact] = useKeptChoice('deal.compact', false)
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  // What a view of the list says of stages is said by the columns here.
  const filters = useMemo(() => {
    const { pipeline: _pipeline, stage: _stage, ...rest } = filtersOf(listing, shown)
    return rest
  }, [listing, shown])
  const wanted = filtersOf(listing, shown)['pipeline']
  const { pipelines, pipeline, stages, problem } = usePipeline([wanted].flat()[0] as string | undefined)
  const choice = pipelines.length > 1 && (
    <Select
      className={classes['pipeline']!}
      aria-label={t('deal.pipeline')}
      allowDeselect={false}
      value={pipeline?.id ?? null}
      onChange={(id) => onShow(withFilter(shown, 'pipeline', id ? [id] : []))}
      data={pipelines.map((one) => ({ value: one.id, label: nameIn(one, language) }))}
    />
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
            {!phone && choice}
            <LaneMenu {...{ listing, shown, onShow }} isIcon={phone}>
              <Menu.Divider />
              <Menu.Item
                role="menuitemcheckbox"
                aria-checked={isCompact}
                data-chosen={isCompact}
                onClick={() => setCompact(!isCompact)}
              >
                {t('deals.compact')}
              </Menu.Item>
              {phone && <DealsItems pipeline={pipeline?.id} />}
            </LaneMenu>
            {!phone && <DealsLinks pipeline={pipeline?.id} />}
            <ShowSwitch shown="board" />
            <NewDealButton />
          </div>
        }
      >
        <div className={classes['page']}>
          <ProblemAlert problem={problem} />
          {pipeline && stages && (
            <Board
              key={`${pipeline.id} ${shown.lanes}`}
              {...{ stages, filters, listing }}
              pipeline={pipeline.id}
              by={shown.lanes}
              choice={phone ? choice : null}
              isCompact={isCompact}
            />
          )}
          {!stages && !problem && <RowsSkeleton height={96} />}
        </div>
      </ListFrame>
      <NewDealDrawer pipeline={pipeline?.id} client={shown.filters['client']?.[0]} />
    </>
  )
}
