// Blocked addresses and those that never are, over the whole platform.
import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core'
import { IconBan, IconLockOpen, IconSearch, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader, Toolbar } from '#ui/page-header.tsx'
import { StatusMark } from '#ui/status-mark.tsx'
import type { Row } from '#kernel/contract/index.ts'
import {
  Confirm,
  EntityTable,
  Link,
  Reference,
  Time,
  useAddress,
  useCommand,
  useFormat,
  useInfiniteAction,
  useSettled,
  useT,
} from '#kernel/web/index.tsx'
import { AddressBlock, blocks } from '../contract.ts'
import { NewBlock } from './new-block.tsx'
import classes from './guard.module.css'

type Block = Partial<Row<typeof AddressBlock>>

export default function Blocks() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const q = useSettled(search['q']?.trim() ?? '')
  const all = search['all'] === 'yes'
  const found = useInfiniteAction(blocks.list, { ...(q ? { q } : {}), ...(all ? {} : { is_active: true }) })
  const [making, setMaking] = useState<'block' | 'allow' | null>(null)
  const [ending, setEnding] = useState<Block | null>(null)
  const end = useCommand(blocks.end, {
    onDone: () => {
      setEnding(null)
      found.refetch()
    },
  })
  return (
    <>
      <PageHeader
        title={t('menu.blocks')}
        above={<Link to="/settings">{t('menu.settings')}</Link>}
        actions={
          <>
            <Button variant="default" onClick={() => setMaking('allow')}>
              {t('blocks.new_allow')}
            </Button>
            <Button leftSection={<IconBan size={16} stroke={1.5} />} onClick={() => setMaking('block')}>
              {t('blocks.new_block')}
            </Button>
          </>
        }
      >
        <p className="wn-quiet">{t('blocks.text')}</p>
      </PageHeader>
      <Toolbar label={t('filters')}>
        <TextInput
          className={classes['find']!}
          aria-label={t('blocks.search')}
          placeholder={t('blocks.search')}
          leftSection={<IconSearch size={16} stroke={1.5} />}
          value={search['q'] ?? ''}
          onChange={(event) => setSearch({ q: event.currentTarget.value })}
        />
        <Checkbox
          label={t('blocks.only_active')}
          checked={!all}
          onChange={(event) => setSearch({ all: event.currentTarget.checked ? undefined : 'yes' })}
        />
      </Toolbar>
      <EntityTable
        of={AddressBlock}
        list={found}
        label={t('menu.blocks')}
        columns={[
          { field: 'network', width: '190px', cell: ({ network }) => <bdi dir="ltr">{network}</bdi> },
          { field: 'kind', width: '150px', cell: (block) => <Kind of={block} /> },
          { field: 'reason', cell: (block) => <Why of={block} /> },
          { field: 'made_by', width: '150px', hideOnPhone: true, cell: ({ made_by }) => <Maker id={made_by} /> },
          { field: 'until', width: '150px', cell: (block) => <Until of={block} /> },
        ]}
        rowActions={(block) => (block.is_active ? <End of={block} onEnd={() => setEnding(block)} /> : null)}
        empty={<Nothing isNarrowed={q !== ''} />}
      />
      {making && (
        <NewBlock
          kind={making}
          onClose={() => setMaking(null)}
          onDone={() => {
            setMaking(null)
            found.refetch()
          }}
        />
      )}
      {ending && (
        <Confirm
          title={t(`blocks.end_${ending.kind!}`)}
          verb={t(`blocks.end_${ending.kind!}`)}
          isPending={end.isPending}
          problem={end.problem}
          onConfirm={() => void end.run({ id: ending.id! })}
          onClose={() => setEnding(null)}
        >
          {t(`blocks.end_${ending.kind!}_text`, { network: `⁦${ending.network!}⁩` })}
        </Confirm>
      )}
    </>
  )
}

function Nothing({ isNarrowed }: { isNarrowed: boolean }) {
  const t = useT()
  return (
    <EmptyState
      icon={<IconShieldCheck size={24} stroke={1.5} />}
      title={t(isNarrowed ? 'nothing_fits' : 'blocks.empty')}
    >
      {t(isNarrowed ? 'nothing_fits_text' : 'blocks.empty_text')}
    </EmptyState>
  )
}

function Kind({ of: { kind, is_active } }: { of: Block }) {
  const t = useT()
  if (!kind) return null
  const hue = !is_active ? 'slate' : kind === 'block' ? 'red' : 'green'
  return (
    <StatusMark hue={hue} shape={kind === 'block' ? 'level-4' : 'done'}>
      {t(`address_block.kind.${kind}`)}
    </StatusMark>
  )
}

function Why({ of: { reason, cause } }: { of: Block }) {
  const t = useT()
  if (!cause) return null
  return cause === 'manual' ? <bdi>{reason}</bdi> : <>{t(`address_block.cause.${cause}`)}</>
}

/** Nobody made those that made themselves. */
const Maker = ({ id }: { id: string | null | undefined }) => (id ? <Reference entity="user" id={id} /> : <>—</>)

function Until({ of: { until, is_active, ended_at, ended_by } }: { of: Block }) {
  const t = useT()
  const format = useFormat()
  if (is_active) return <>{until ? format.dateTime(until) : t('blocks.forever')}</>
  return (
    <>
      {t(ended_by ? 'blocks.ended' : 'blocks.ran_out')} {ended_at && <Time at={ended_at} />}
    </>
  )
}

function End({ of: block, onEnd }: { of: Block; onEnd: () => void }) {
  const t = useT()
  const verb = t(`blocks.end_${block.kind!}`)
  return (
    <ActionIcon variant="subtle" color="gray" title={verb} aria-label={`${verb}: ${block.network!}`} onClick={onEnd}>
      <IconLockOpen size={18} stroke={1.5} />
    </ActionIcon>
  )
}
