// Deals as a list, with views.
import { IconLayoutKanban } from '@tabler/icons-react'
import {
  EntityList,
  FieldValue,
  type Listing,
  RowsSkeleton,
  type SavedList,
  SlotOutlet,
  toast,
  useCustomFields,
  useFieldWords,
  useFormat,
  useListing,
  useOwnListing,
  useRowEditing,
  useSavedView,
  useT,
  useViewingOf,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { bulkBar, bulkStrip } from '#modules/platform/bulk/contract.ts'
import { exportButton } from '#modules/platform/imports/contract.ts'
import { View, views, viewsBar, viewsColumn } from '#modules/platform/views/contract.ts'
import { EXPORT_PERSONAL } from '#modules/sales/clients/contract.ts'
import { Deal, DEAL_LINE, type DealRow, deals } from '../../contract.ts'
import { NewDealButton, NewDealDrawer } from '../new-deal.tsx'
import { ShowSwitch } from '../show.tsx'
import { LISTING } from './listing.ts'
import { useOffers } from './offers.ts'

export default function ListPage() {
  const saved = useSavedView(Deal, views.shelf, View)
  const listing = useOwnListing(LISTING)
  return saved === undefined || !listing ? <RowsSkeleton height={40} /> : <Deals saved={saved} listing={listing} />
}

function Deals({ saved, listing }: { saved: SavedList | null; listing: Listing }) {
  const t = useT()
  const format = useFormat()
  const own = useCustomFields(Deal.name)
  const { word } = useFieldWords()
  const { shown, onShow, go } = useListing(listing, saved)
  const viewing = useViewingOf(listing, deals.list, shown, go)
  const offers = useOffers()
  const editing = useRowEditing(Deal, deals.update, {
    except: ['title', 'notes', 'lines', 'currency'],
    onProblem: (problem) => toast(t(`problem.${problem.code}`, problem.params)),
  })
  return (
    <>
      <EntityList
        listing={listing}
        of={Deal}
        list={deals.list}
        fields={DEAL_LINE}
        shown={shown}
        onShow={onShow}
        editing={editing}
        cells={{
          title: { cell: ({ title }) => <bdi>{title}</bdi> },
          client: { width: '165px' },
          amount: {
            width: '185px',
            cell: ({ amount, currency }) => (
              <span className="wn-figures">{format.money((amount ?? 0) / 100, currency ?? 'UZS')}</span>
            ),
          },
          stage: { width: '130px' },
          state: { width: '110px' },
          owner: { width: '180px', hideOnPhone: true },
          expected_close: { width: '148px', hideOnPhone: true },
          stage_since: { width: '148px', hideOnPhone: true },
          contact: { width: '160px', hideOnPhone: true },
          created_at: { width: '150px', hideOnPhone: true },
          updated_at: { width: '150px', hideOnPhone: true },
          ...Object.fromEntries(
            own.map((field) => [
              `custom.${field.key}`,
              {
                words: word(field.labels),
                cell: ({ custom }: Partial<DealRow>) => <FieldValue field={field} value={custom?.[field.key]} />,
              },
            ]),
          ),
        }}
        views={<SlotOutlet of={viewsColumn} {...viewing} />}
        bar={<SlotOutlet of={viewsBar} {...viewing} />}
        bulk={({ selection, count, clear }) => (
          <SlotOutlet
            of={bulkBar}
            entity={Deal.name}
            selection={selection}
            count={count}
            offers={offers}
            onStarted={clear}
          />
        )}
        strip={<SlotOutlet of={bulkStrip} entity={Deal.name} />}
        create={
          <>
            <ShowSwitch shown="list" />
            <SlotOutlet
              of={exportButton}
              entity={Deal.name}
              action={deals.export}
              clear={EXPORT_PERSONAL}
              filter={viewing.kept.filters}
              title={t('deal.many')}
            />
            <NewDealButton />
          </>
        }
        empty={
          <EmptyState
            icon={<IconLayoutKanban size={24} stroke={1.5} />}
            title={t('deal.empty')}
            action={<NewDealButton />}
          >
            {t('deal.empty_text')}
          </EmptyState>
        }
      />
      <NewDealDrawer />
    </>
  )
}
