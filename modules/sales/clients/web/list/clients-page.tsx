// All clients and leads that one may see.
import { Button } from '@mantine/core'
import { IconAddressBook, IconPlus } from '@tabler/icons-react'
import {
  EntityList,
  type Listing,
  RowsSkeleton,
  type SavedList,
  SideDrawer,
  SlotOutlet,
  toast,
  useAddress,
  useListing,
  useMe,
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
import { Client, CLIENT_LINE, clients, EXPORT_PERSONAL } from '../../contract.ts'
import { Listed } from '../coloured.tsx'
import { LISTING } from './listing.ts'
import { NewClient } from './new-client.tsx'
import { useOffers } from './offers.ts'
import { ClientWays } from './ways.tsx'

export default function ClientsPage() {
  const saved = useSavedView(Client, views.shelf, View)
  const listing = useOwnListing(LISTING)
  return saved === undefined || !listing ? <RowsSkeleton height={40} /> : <Clients saved={saved} listing={listing} />
}

type Props = { saved: SavedList | null; listing: Listing }

function Clients({ saved, listing }: Props) {
  const t = useT()
  const { may } = useMe()
  const { search, setSearch } = useAddress()
  const { shown, onShow, go } = useListing(listing, saved)
  const viewing = useViewingOf(listing, clients.list, shown, go)
  const offers = useOffers()
  const editing = useRowEditing(Client, clients.update, {
    except: ['name', 'notes', 'address'],
    onProblem: (problem) => toast(t(`problem.${problem.code}`)),
  })
  const open = () => setSearch({ new: 'yes' })
  const create = may(clients.create.can) && (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={open}>
      {t('client.new')}
    </Button>
  )
  return (
    <>
      <EntityList
        listing={listing}
        of={Client}
        list={clients.list}
        fields={CLIENT_LINE}
        shown={shown}
        onShow={onShow}
        editing={editing}
        cells={{
          name: { cell: ({ name }) => <bdi>{name}</bdi> },
          stage: { width: '130px' },
          status: { width: '150px', cell: ({ status }) => <Listed entity="client_status" id={status} /> },
          source: {
            width: '140px',
            cell: ({ source }) => <Listed entity="client_source" id={source} />,
            hideOnPhone: true,
          },
          owner: { width: '190px', hideOnPhone: true },
          email: { width: '210px' },
          phone: { width: '150px', cell: ({ phone }) => (phone ? <bdi dir="ltr">{phone}</bdi> : '—') },
          created_at: { width: '150px', hideOnPhone: true },
          updated_at: { width: '150px', hideOnPhone: true },
        }}
        views={<SlotOutlet of={viewsColumn} {...viewing} />}
        bar={<SlotOutlet of={viewsBar} {...viewing} />}
        bulk={({ selection, count, clear }) => (
          <SlotOutlet
            of={bulkBar}
            entity={Client.name}
            selection={selection}
            count={count}
            offers={offers}
            onStarted={clear}
          />
        )}
        strip={<SlotOutlet of={bulkStrip} entity={Client.name} />}
        create={
          <>
            <ClientWays />
            <SlotOutlet
              of={exportButton}
              entity={Client.name}
              cards
              action={clients.export}
              clear={EXPORT_PERSONAL}
              filter={viewing.kept.filters}
              title={t('client.many')}
            />
            {create}
          </>
        }
        empty={
          <EmptyState icon={<IconAddressBook size={24} stroke={1.5} />} title={t('client.empty')} action={create}>
            {t('client.empty_text')}
          </EmptyState>
        }
      />
      <SideDrawer
        title={t('client.new')}
        opened={search['new'] === 'yes'}
        onClose={() => setSearch({ new: undefined })}
      >
        <NewClient onDone={({ id }) => go(`/clients/${id}`)} onCancel={() => setSearch({ new: undefined })} />
      </SideDrawer>
    </>
  )
}
