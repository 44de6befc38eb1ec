// Components as they stand now: what they are, with whether they are on.
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { ComponentState, type Out } from '#kernel/contract/index.ts'
import { useAction, useHasText, useLive, useT } from '#kernel/web/index.tsx'
import { components, type State } from '../contract.ts'

export type Described = Out<typeof components.catalog>['items'][number]
export type Shown = Described & { state: State }

const READ = [components.catalog, components.list, components.get, components.settings, components.history].map(
  ({ name }) => name,
)

/** All of them in the order of the catalogue; follows what others switch and set up. */
export function useComponents() {
  const catalog = useAction(components.catalog, {})
  const states = useAction(components.list, {})
  const refresh = useRefresh()
  useLive([ComponentState.name], refresh)
  const byId = new Map(states.data?.items.map((one) => [one.id, one]))
  const items = catalog.data?.items.flatMap((one): Shown[] => {
    const state = byId.get(one.id)
    return state ? [{ ...one, state }] : []
  })
  return { items: states.data ? items : undefined, problem: catalog.error ?? states.error, refresh }
}

/** Reads all that is known of components anew. */
export function useRefresh(): () => void {
  const cache = useQueryClient()
  return useCallback(() => {
    for (const name of READ) void cache.invalidateQueries({ queryKey: [name] })
  }, [cache])
}

/** A component's name in the language of the page; the server's word for one whose texts are not here. */
export function useTitle() {
  const t = useT()
  const has = useHasText()
  return ({ id, title }: Pick<Described, 'id' | 'title'>) =>
    has(`component.${id}.title`) ? t(`component.${id}.title`) : title
}

/** What it is for, the same way. */
export function useAbout() {
  const t = useT()
  const has = useHasText()
  return ({ id, description }: Pick<Described, 'id' | 'description'>) =>
    has(`component.${id}.text`) ? t(`component.${id}.text`) : description
}
