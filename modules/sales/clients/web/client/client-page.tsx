// One client: what it is, what happened, who belongs to it.
import { Badge, Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import {
  OpenRecord,
  pathOfShown,
  ProblemAlert,
  Properties,
  recordAside,
  RecordPanes,
  RemoveRecord,
  SlotOutlet,
  useCommand,
  useListing,
  useMe,
  useNeighbours,
  useOwnListing,
  useSavedView,
  useT,
} from '#kernel/web/index.tsx'
import { tasksBlock } from '#modules/platform/tasks/contract.ts'
import { timelinePane } from '#modules/platform/timeline/contract.ts'
import { View, views } from '#modules/platform/views/contract.ts'
import { Client, CLIENT_LINE, clients, type ClientRow, clientSidebar } from '../../contract.ts'
import { Listed } from '../coloured.tsx'
import { LISTING } from '../list/listing.ts'
import { Contacts } from './contacts.tsx'
import { Merges } from './merges.tsx'
import { DuplicateBadge } from './duplicate-badge.tsx'
import { OwnFields } from './own-fields.tsx'

const FIELDS = [
  'kind',
  'name',
  'email',
  'phone',
  'tax_number',
  'address',
  'status',
  'source',
  'owner',
  'team',
  'tags',
  'language',
  'consent',
  'notes',
  'converted_at',
  'created_at',
]

export default function ClientPage() {
  return (
    <OpenRecord of={Client} get={clients.get}>
      {(client) => <Shown client={client} />}
    </OpenRecord>
  )
}

function Shown({ client }: { client: ClientRow }) {
  const t = useT()
  const { may } = useMe()
  const saved = useSavedView(Client, views.shelf, View)
  const listing = useOwnListing(LISTING) ?? LISTING
  const { shown, go } = useListing(listing, saved ?? null)
  const back = pathOfShown(listing, shown)
  const neighbours = useNeighbours(listing, clients.list, shown, CLIENT_LINE, client.id)
  const convert = useCommand(clients.convert)
  return (
    <RecordPanes
      name={Client.name}
      back={{ to: back, label: t('client.many') }}
      title={client.name}
      beside={
        <>
          <Badge variant="light" color={client.stage === 'client' ? 'green' : 'blue'}>
            {t(`client.stage.${client.stage}`)}
          </Badge>
          <DuplicateBadge client={client} />
        </>
      }
      neighbours={neighbours}
      actions={
        <>
          {client.stage === 'lead' && may(clients.convert.can) && (
            <Button
              loading={convert.isPending}
              rightSection={<IconArrowRight size={16} stroke={1.5} className="wn-mirrors" />}
              onClick={() => void convert.run({ id: client.id })}
            >
              {t('clients.convert')}
            </Button>
          )}
          <RemoveRecord of={Client} id={client.id} remove={clients.remove} onDone={() => go(back)}>
            {t('clients.remove_text', { name: client.name })}
          </RemoveRecord>
        </>
      }
      properties={
        <>
          <Properties
            of={Client}
            row={client}
            update={clients.update}
            get={clients.get}
            fields={FIELDS}
            cells={{
              status: ({ status }) => <Listed entity="client_status" id={status} />,
              source: ({ source }) => <Listed entity="client_source" id={source} />,
              phone: ({ phone }) => (phone ? <bdi dir="ltr">{phone}</bdi> : '—'),
            }}
          />
          <OwnFields client={client} />
        </>
      }
      related={
        <>
          <SlotOutlet of={tasksBlock} entity={Client} id={client.id} />
          <Contacts client={client} />
          <SlotOutlet of={clientSidebar} client={client} />
          <Merges client={client} />
          <SlotOutlet of={recordAside} entity={Client} id={client.id} />
        </>
      }
    >
      <ProblemAlert problem={convert.problem} />
      <SlotOutlet of={timelinePane} entity={Client} id={client.id} />
    </RecordPanes>
  )
}
