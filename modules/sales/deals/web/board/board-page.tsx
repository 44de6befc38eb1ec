// The board with what narrows it.
import { Select, TextInput } from '@mantine/core'
import { useEffect } from 'react'
import { ProblemAlert, ReferencePicker, RowsSkeleton, useAddress, useLanguage, useT } from '#kernel/web/index.tsx'
import { DealsLinks } from '../deals-links.tsx'
import { nameIn } from '../naming.ts'
import { NewDealButton, NewDealDrawer } from '../new-deal.tsx'
import { ShowSwitch, useKeptShow } from '../show.tsx'
import { Board } from './board.tsx'
import { useBoard } from './use-board.ts'
import classes from './board.module.css'

export default function BoardPage() {
  const t = useT()
  const { language } = useLanguage()
  const { search, setSearch } = useAddress()
  const [kept, keep] = useKeptShow()
  useEffect(() => {
    if (kept !== 'board') keep('board')
  }, [kept, keep])
  const { owner, client, until } = search
  const filters = {
    ...(owner ? { owner } : {}),
    ...(client ? { client } : {}),
    ...(until ? { expected_close_to: until } : {}),
  }
  const { pipelines, pipeline, stages, totals, count, problem } = useBoard(search['pipeline'], filters)
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
        <DealsLinks pipeline={pipeline?.id} />
        <ShowSwitch shown="board" />
        <NewDealButton />
      </div>
      <ProblemAlert problem={problem} />
      {stages && <Board key={pipeline?.id} stages={stages} totals={totals} filters={filters} onMoved={count} />}
      {!stages && !problem && <RowsSkeleton height={96} />}
      <NewDealDrawer pipeline={pipeline?.id} client={client} />
    </div>
  )
}
