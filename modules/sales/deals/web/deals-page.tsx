// Deals: the board, or a list of them.
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import {
  ProblemAlert,
  ReferencePicker,
  RowsSkeleton,
  SideDrawer,
  useAddress,
  useLanguage,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { deals } from '../contract.ts'
import { Board } from './board/board.tsx'
import { useBoard } from './board/use-board.ts'
import classes from './board/board.module.css'
import { DealsTable } from './deals-table.tsx'
import { nameIn } from './naming.ts'
import { NewDeal } from './new-deal.tsx'

export default function DealsPage() {
  const t = useT()
  const { may } = useMe()
  const { language } = useLanguage()
  const { search, setSearch, go } = useAddress()
  const { owner, client, until } = search
  const filters = {
    ...(owner ? { owner } : {}),
    ...(client ? { client } : {}),
    ...(until ? { expected_close_to: until } : {}),
  }
  const { pipelines, pipeline, stages, totals, count, problem } = useBoard(search['pipeline'], filters)
  const close = () => setSearch({ new: undefined })
  const isList = search['show'] === 'list'
  return (
    <div className={classes['page']}>
      <div className={classes['tools']}>
        <h1>{t('deal.many')}</h1>
        {pipelines.length > 1 && (
          <Select
            aria-label={t('deal.pipeline')}
            allowDeselect={false}
            value={pipeline?.id ?? null}
            onChange={(id) => setSearch({ pipeline: id ?? undefined })}
            data={pipelines.map((one) => ({ value: one.id, label: nameIn(one, language) }))}
            w={170}
          />
        )}
        <div>
          <ReferencePicker
            entity="user"
            value={owner ?? null}
            placeholder={t('deal.owner')}
            clearable
            onChange={(id) => setSearch({ owner: id ?? undefined })}
          />
        </div>
        <div>
          <ReferencePicker
            entity="client"
            value={client ?? null}
            placeholder={t('deal.client')}
            clearable
            onChange={(id) => setSearch({ client: id ?? undefined })}
          />
        </div>
        <TextInput
          type="date"
          aria-label={t('deals.closes_before')}
          title={t('deals.closes_before')}
          value={until ?? ''}
          onChange={(event) => setSearch({ until: event.currentTarget.value || undefined })}
        />
        <SegmentedControl
          aria-label={t('deals.show')}
          value={isList ? 'list' : 'board'}
          onChange={(show) => setSearch({ show: show === 'list' ? show : undefined })}
          data={[
            { value: 'board', label: t('deals.board') },
            { value: 'list', label: t('deals.list') },
          ]}
        />
        {may(deals.create.can) && (
          <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setSearch({ new: 'yes' })}>
            {t('deal.new')}
          </Button>
        )}
      </div>
      <ProblemAlert problem={problem} />
      {isList && pipeline && <DealsTable filters={{ ...filters, pipeline: pipeline.id }} />}
      {!isList && stages && (
        <Board key={pipeline?.id} stages={stages} totals={totals} filters={filters} onMoved={count} />
      )}
      {!isList && !stages && !problem && <RowsSkeleton height={96} />}
      <SideDrawer title={t('deal.new')} opened={search['new'] === 'yes'} onClose={close}>
        <NewDeal pipeline={pipeline?.id} client={client} onDone={({ id }) => go(`/deals/${id}`)} onCancel={close} />
      </SideDrawer>
    </div>
  )
}
