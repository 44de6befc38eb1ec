// One client: what it is, what happened, who belongs to it.
import { Badge, Button, Skeleton } from '@mantine/core'
import { IconArrowRight, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import {
  Confirm,
  pathOfShown,
  ProblemAlert,
  Properties,
  recordAside,
  RecordPanes,
  SlotOutlet,
  useAction,
  useAddress,
  useCommand,
  useListing,
  useLive,
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
  const t = useT()
  const { params } = useAddress()
  const id = params['id']!
  const { data, error, refetch } = useAction(clients.get, { id })
  useLive([`${Client.name}:${id}`])
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!data)
    return (
      <>
        <h1 className="wn-hidden">{t('client.one')}</h1>
        <Skeleton height={320} />
      </>
    )
  return <Shown key={id} client={data} />
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
  const [asks, setAsks] = useState(false)
  const remove = useCommand(clients.remove, { onDone: () => go(back) })
  return (
    <>
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
            {may(clients.remove.can) && (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconTrash size={16} stroke={1.5} />}
                onClick={() => setAsks(true)}
              >
                {t('do.delete')}
              </Button>
            )}
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
      {asks && (
        <Confirm
          title={t('client.remove')}
          verb={t('do.delete')}
          isPending={remove.isPending}
          problem={remove.problem}
          onConfirm={() => void remove.run({ id: client.id })}
          onClose={() => setAsks(false)}
        >
          {t('clients.remove_text', { name: client.name })}
        </Confirm>
      )}
    </>
  )
}
