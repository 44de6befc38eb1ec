// Columns and density: as the address or a saved view says, else as the person left them.
import { type Density, useKeptChoice } from '#kernel/web/index.tsx'
import type { Shown } from '../filters.ts'
import { type ColumnName, COLUMNS, USUAL_COLUMNS } from './columns.ts'

export function useLooks(shown: Shown, onShow: (shown: Shown) => void) {
  const [kept, keep] = useKeptChoice<readonly ColumnName[]>('tickets.columns', USUAL_COLUMNS)
  const [density, keepDensity] = useKeptChoice<Density>('tickets.density', 'normal')
  const known = kept.filter((name) => COLUMNS.includes(name))
  return {
    columns: shown.columns ?? (known[0] === 'title' ? known : USUAL_COLUMNS),
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
