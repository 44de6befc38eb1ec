// One deal: where it stands, what it is, what happened.
import { Badge, Button } from '@mantine/core'
import { IconRotate } from '@tabler/icons-react'
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
  useFormat,
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
import { Deal, DEAL_LINE, type DealRow, deals, dealSidebar } from '../../contract.ts'
import { LISTING } from '../list/listing.ts'
import { BOARD, useKeptShow } from '../show.tsx'
import { Lines } from './lines.tsx'
import { OwnFields } from './own-fields.tsx'
import { StageBar } from './stage-bar.tsx'
import { Stays } from './stays.tsx'

const FIELDS = [
  'title',
  'client',
  'contact',
  'amount',
  'currency',
  'expected_close',
  'owner',
  'team',
  'source',
  'tags',
  'notes',
  'loss_reason',
  'won_at',
  'lost_at',
  'created_at',
]

export default function DealPage() {
  return (
    <OpenRecord of={Deal} get={deals.get}>
      {(deal) => <Shown deal={deal} />}
    </OpenRecord>
  )
}

function Shown({ deal }: { deal: DealRow }) {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const saved = useSavedView(Deal, views.shelf, View)
  const listing = useOwnListing(LISTING) ?? LISTING
  const { shown, go } = useListing(listing, saved ?? null)
  const [show] = useKeptShow()
  const back = show === 'board' ? BOARD : pathOfShown(listing, shown)
  const neighbours = useNeighbours(listing, deals.list, shown, DEAL_LINE, deal.id)
  const reopen = useCommand(deals.reopen)
  return (
    <RecordPanes
      name={Deal.name}
      back={{ to: back, label: t('deal.many') }}
      title={deal.title}
      beside={
        <Badge variant="light" color={deal.state === 'won' ? 'green' : deal.state === 'lost' ? 'red' : 'blue'}>
          {t(`deal.state.${deal.state}`)}
        </Badge>
      }
      neighbours={neighbours}
      standing={<StageBar deal={deal} />}
      actions={
        <>
          {deal.state !== 'open' && may(deals.reopen.can) && (
            <Button
              variant="default"
              loading={reopen.isPending}
              leftSection={<IconRotate size={16} stroke={1.5} />}
              onClick={() => void reopen.run({ id: deal.id })}
            >
              {t('deals.reopen')}
            </Button>
          )}
          <RemoveRecord of={Deal} id={deal.id} remove={deals.remove} onDone={() => go(back)}>
            {t('deals.remove_text', { title: deal.title })}
          </RemoveRecord>
        </>
      }
      properties={
        <>
          <Properties
            of={Deal}
            row={deal}
            update={deals.update}
            get={deals.get}
            fields={FIELDS}
            cells={{ amount: ({ amount, currency }) => format.money((amount ?? 0) / 100, currency ?? 'UZS') }}
          />
          <OwnFields deal={deal} />
        </>
      }
      related={
        <>
          <SlotOutlet of={tasksBlock} entity={Deal} id={deal.id} />
          <Lines deal={deal} />
          <SlotOutlet of={dealSidebar} deal={deal} />
          <Stays deal={deal} />
          <SlotOutlet of={recordAside} entity={Deal} id={deal.id} />
        </>
      }
    >
      <ProblemAlert problem={reopen.problem} />
      <SlotOutlet of={timelinePane} entity={Deal} id={deal.id} />
    </RecordPanes>
  )
}
