// What the palette can do with the list: another view, closer or roomier rows, choosing everything.
import { useMemo } from 'react'
import {
  DENSITIES,
  type Listing,
  type Looks,
  type PaletteCommand,
  pathOfShown,
  readShown,
  type Selecting,
  useCommands,
  useT,
} from '#kernel/web/index.tsx'
import { views } from '#modules/platform/views/contract.ts'
import { Ticket } from '../../contract.ts'

type Props = {
  listing: Listing
  go: (to: string) => void
  looks: Looks
  selecting: Selecting
}

export function useListCommands({ listing, go, looks, selecting }: Props): void {
  const t = useT()
  const commands = useMemo(
    (): PaletteCommand[] => [
      {
        id: 'tickets.view.to',
        label: 'tickets.palette.view',
        choices: async (_typed, { call }) => [
          ...listing.ready.map(({ key, label }) => ({
            id: key,
            name: t(label),
            run: () => go(pathOfShown(listing, readShown(listing, { view: key }))),
          })),
          ...(await call(views.shelf, { entity: Ticket.name })).items.map(({ id, name }) => ({
            id,
            name,
            run: () => go(`/tickets?view=${id}`),
          })),
        ],
      },
      ...DENSITIES.filter((density) => density !== looks.density).map((density) => ({
        id: `tickets.density.${density}`,
        label: 'tickets.palette.density',
        about: `list.densities.${density}`,
        run: () => looks.setDensity(density),
      })),
      { id: 'tickets.select_loaded', label: 'list.select_loaded', run: selecting.toggleLoaded },
      ...(selecting.count > 0
        ? [{ id: 'tickets.clear_selection', label: 'list.clear_selection', run: selecting.clear }]
        : []),
    ],
    [t, listing, go, looks, selecting],
  )
  useCommands(commands)
}
