// Columns of fields that the organisation added.
import { useMemo } from 'react'
import type { CustomValues, FieldRead } from '../../contract/index.ts'
import { FieldValue } from '../custom/field-value.tsx'
import { useFieldWords } from '../custom/use-fields.ts'
import type { Column } from '../table/entity-table.tsx'
import { nameOfOwn } from './fields.ts'
import type { Listing } from './shown.ts'

type OwnCell = Omit<Column<{ custom?: CustomValues }>, 'field'>

const none: readonly FieldRead[] = []

/** How they look, by `custom.<key>`. */
export function useOwnCells({ own = none, sorts }: Listing): Readonly<Record<string, OwnCell>> {
  const { word } = useFieldWords()
  return useMemo(
    () =>
      Object.fromEntries(
        own.map((field): [string, OwnCell] => [
          nameOfOwn(field),
          {
            words: word(field.labels),
            sorts: sorts.includes(nameOfOwn(field)),
            hideOnPhone: !field.in_list,
            cell: ({ custom }) => <FieldValue field={field} value={custom?.[field.key]} />,
          },
        ]),
      ),
    // oxlint-disable-next-line react/exhaustive-deps -- `word` is made anew each time
    [own, sorts],
  )
}
