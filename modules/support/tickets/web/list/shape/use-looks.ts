// Columns and density: as the address or a saved view says, else as the person left them.
import { type Density, useCustomFields, useKeptChoice } from '#kernel/web/index.tsx'
import { Ticket } from '../../../contract.ts'
import type { Shown } from '../filters.ts'
import { type ColumnName, isColumn, isOwnColumn, USUAL_COLUMNS } from './columns.ts'

export function useLooks(shown: Shown, onShow: (shown: Shown) => void) {
  const [kept, keep] = useKeptChoice<readonly ColumnName[]>('tickets.columns', USUAL_COLUMNS)
  const [density, keepDensity] = useKeptChoice<Density>('tickets.density', 'normal')
  // A field that the organisation put away, or that this person does not see, has no column.
  const own = useCustomFields(Ticket.name)
  const isThere = (name: ColumnName) => !isOwnColumn(name) || own.some(({ key }) => name === `custom.${key}`)
  const known = kept.filter((name) => isColumn(name) && isThere(name))
  return {
    columns: shown.columns?.filter(isThere) ?? (known[0] === 'title' ? known : USUAL_COLUMNS),
    density: shown.density ?? density,
    setColumns: (fields: readonly string[]) => {
      const columns = fields as readonly ColumnName[]
      if (shown.columns) onShow({ ...shown, columns })
      else keep(columns)
    },
    setDensity: (next: Density) => (shown.density ? onShow({ ...shown, density: next }) : keepDensity(next)),
    reset: () => {
      const { columns: _columns, density: _density, ...rest } = shown
      keep(undefined)
      keepDensity(undefined)
      if (shown.columns || shown.density) onShow(rest)
    },
  }
}
export type Looks = ReturnType<typeof useLooks>
