// What was merged into a client, and the way back.
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { ProblemAlert, Time, useAction, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { type ClientRow, merging } from '../../contract.ts'
import classes from '../clients.module.css'

export function Merges({ client }: { client: ClientRow }) {
  const t = useT()
  const { may } = useMe()
  const cache = useQueryClient()
  const { data } = useAction(merging.merges, { id: client.id }, { staleMs: 0 })
  const { run, isPending, problem } = useCommand(merging.undo, { onDone: () => void cache.invalidateQueries() })
  const items = data?.items.filter(({ undone_at }) => undone_at === null) ?? []
  if (items.length === 0) return null
  return (
    <section className={classes['section']}>
      <h2>{t('clients.merged')}</h2>
      <ProblemAlert problem={problem} />
      <ul className={classes['people']}>
        {items.map(({ id, name, at }) => (
          <li key={id}>
            <div>
              <bdi>{name}</bdi>
              <p className="wn-quiet">
                <Time at={at} />
              </p>
            </div>
            {may(merging.undo.can) && (
              <Button size="compact-xs" variant="default" loading={isPending} onClick={() => void run({ merge: id })}>
                {t('clients.undo_merge')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
