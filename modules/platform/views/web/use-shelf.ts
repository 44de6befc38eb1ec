// The views of a list as the person at the screen has them, in step with the person's other windows.
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { keyOf, toast, useAction, useCommand, useLive, useMe, useT } from '#kernel/web/index.tsx'
import type { Out } from '#kernel/contract/index.ts'
import { type Place, SHARE, View, type Viewing, type ViewRow, views, viewsArranged } from '../contract.ts'
import { sectionsOf } from './sections.ts'

type Shelf = Out<typeof views.shelf>

/** What a list has, by sections, and how the person arranges it. */
export function useShelf({ entity, ready, chosen, go }: Pick<Viewing, 'entity' | 'ready' | 'chosen' | 'go'>) {
  const t = useT()
  const me = useMe()
  const cache = useQueryClient()
  const input = { entity: entity.name }
  const { data } = useAction(views.shelf, input, { enabled: me.may(views.shelf.can) })
  useLive([View.name], ({ name, payload }) => {
    if (name === viewsArranged.name && (payload as { entity: string }).entity === entity.name)
      void cache.invalidateQueries({ queryKey: keyOf(views.shelf, input) })
  })
  const arranging = useCommand(views.arrange, {
    optimistic: ({ places }, known) => {
      const before = known.getQueryData<Shelf>(keyOf(views.shelf, input))
      if (!before) return
      const named = new Set(places.map(({ key }) => key))
      const kept = before.places.filter(({ key }) => !named.has(key))
      known.setQueryData(keyOf(views.shelf, input), { ...before, places: [...kept, ...places] })
      return () => known.setQueryData(keyOf(views.shelf, input), before)
    },
    onProblem: () => toast(t('views.not_kept'), { tone: 'problem' }),
  })
  const arrange = (places: readonly Place[]) => void arranging.run({ ...input, places: [...places] })
  const sections = useMemo(() => sectionsOf(ready, data?.items ?? [], data?.places ?? []), [ready, data])
  const restoring = useCommand(views.restore)
  const removing = useCommand(views.remove, {
    onDone: (_none, { id }) => {
      if (chosen === id) go(ready[0]!.key)
      toast(t('views.removed'), {
        ms: 10_000,
        action: { label: t('views.undo'), run: () => void restoring.run({ id }) },
      })
    },
  })
  return {
    sections,
    views: data?.items ?? [],
    arrange,
    remove: (id: string) => void removing.run({ id }),
    mayKeep: (view: ViewRow) =>
      me.may(views.update.can) &&
      (view.owner === me.user.id || (view.visibility !== 'personal' && me.scope(SHARE) === 'all')),
    mayCreate: me.may(views.create.can),
  }
}
export type ShelfOf = ReturnType<typeof useShelf>
