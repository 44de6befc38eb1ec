// What may be done with chosen clients.
import { useMemo } from 'react'
import { useCustomFields, useT } from '#kernel/web/index.tsx'
import type { Offer } from '#modules/platform/bulk/contract.ts'
import { Client, clients } from '../../contract.ts'

const wordsIn = (value: string | null) =>
  (value ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

export function useOffers(): readonly Offer[] {
  const t = useT()
  const own = useCustomFields(Client.name)
  return useMemo(() => {
    const update = { action: clients.update.name, can: clients.update.can }
    const tag = { action: clients.tag.name, can: clients.tag.can, words: true }
    return [
      { ...update, key: 'owner', label: t('client.owner'), entity: 'user', input: (owner) => ({ owner }) },
      { ...update, key: 'team', label: t('client.team'), entity: 'team', input: (team) => ({ team }) },
      { ...update, key: 'status', label: t('client.status'), entity: 'client_status', input: (status) => ({ status }) },
      { ...update, key: 'source', label: t('client.source'), entity: 'client_source', input: (source) => ({ source }) },
      {
        ...update,
        key: 'custom',
        label: t('bulk.own_field'),
        fields: own.filter(({ editable, type }) => editable && type !== 'file'),
        input: (value) => ({ custom: JSON.parse(value ?? '{}') as object }),
      },
      { ...tag, key: 'tag', label: t('clients.add_tags'), input: (value) => ({ tags: wordsIn(value), mode: 'add' }) },
      {
        ...tag,
        key: 'untag',
        label: t('clients.remove_tags'),
        input: (value) => ({ tags: wordsIn(value), mode: 'remove' }),
      },
      {
        key: 'remove',
        label: t('do.delete'),
        action: clients.remove.name,
        can: clients.remove.can,
        asks: true,
        input: () => ({}),
      },
    ]
  }, [t, own])
}
