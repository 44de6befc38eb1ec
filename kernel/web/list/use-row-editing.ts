// Changing records where they stand in a list: which fields and how follow from the entity.
import { useMemo } from 'react'
import type { Action, Crud, Entity, Problem, Row } from '../../contract/index.ts'
import { useCommand } from '../call/hooks.ts'
import { useMe } from '../me.tsx'
import type { Editing } from '../table/editable-cell.tsx'

/** A field that goes by a command of its own: the move of a status, an assignment. */
export type OwnWay<R> = { can: Action['can']; save: (row: R, value: unknown) => void }

export type RowEditingOptions<R> = Pick<Editing<R>, 'choices' | 'control'> & {
  own?: Readonly<Record<string, OwnWay<R>>>
  /** Written fields that are not changed here. */
  except?: readonly string[]
  onProblem: (problem: Problem) => void
}

/** Every written field may be changed by whoever may `update`; shown at once, taken back and told when it is refused. */
export function useRowEditing<E extends Entity>(
  of: E,
  update: Crud<E>['update'],
  { own = {}, except = [], onProblem, ...hooks }: RowEditingOptions<Partial<Row<E>>>,
): Editing<Partial<Row<E>>> {
  const { may } = useMe()
  const { run } = useCommand(update, { optimistic: (changed) => changed, onProblem })
  return useMemo(
    () => ({
      ...hooks,
      may: (field) => field in of.patch.shape && !except.includes(field) && may(own[field]?.can ?? update.can),
      save: (row, field, value) =>
        own[field] ? own[field].save(row, value) : void run({ id: row['id'], [field]: value } as never),
    }),
    [of, update, own, except, hooks, may, run],
  )
}
