// What may be done with chosen deals.
import { useMemo } from 'react'
import { useT } from '#kernel/web/index.tsx'
import type { Offer } from '#modules/platform/bulk/contract.ts'
import { deals } from '../../contract.ts'

const wordsIn = (value: string | null) =>
  (value ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

export function useOffers(): readonly Offer[] {
  const t = useT()
  return useMemo(() => {
    const update = { action: deals.update.name, can: deals.update.can }
    const tag = { action: deals.tag.name, can: deals.tag.can, words: true }
    return [
      {
        key: 'stage',
        label: t('deal.stage'),
        action: deals.move.name,
        can: deals.move.can,
        entity: 'pipeline_stage',
        input: (stage) => ({ stage }),
      },
      { ...update, key: 'owner', label: t('deal.owner'), entity: 'user', input: (owner) => ({ owner }) },
      { ...update, key: 'team', label: t('deal.team'), entity: 'team', input: (team) => ({ team }) },
      {
        key: 'lose',
        label: t('deals.lose'),
        action: deals.lose.name,
        can: deals.lose.can,
        entity: 'loss_reason',
        input: (reason) => ({ loss_reason: reason }),
      },
      { ...tag, key: 'tag', label: t('deals.add_tags'), input: (value) => ({ tags: wordsIn(value), mode: 'add' }) },
      {
        ...tag,
        key: 'untag',
        label: t('deals.remove_tags'),
        input: (value) => ({ tags: wordsIn(value), mode: 'remove' }),
      },
      {
        key: 'remove',
        label: t('do.delete'),
        action: deals.remove.name,
        can: deals.remove.can,
        asks: true,
        input: () => ({}),
      },
    ]
  }, [t])
}
