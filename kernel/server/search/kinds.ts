// What can be searched for: read off the modules' entities and actions, declared nowhere else.
import { type Action, type Entity, fieldsWith, hintsOf } from '../../contract/index.ts'
import type { ServerModule } from '../module.ts'
import { type KindPart, partsOf } from './parts.ts'

export type Kind = {
  of: Entity
  name: string
  table: string
  /** Who may list them may find them. */
  permission: string
  /** The field that is shown as its name, and the longer text from which a snippet is taken. */
  title: string
  text: string | null
  /** More searched fields, shown when the words are in them. */
  more: readonly string[]
  parts: readonly KindPart[]
  exact: readonly { field: string; how: 'email' | 'phone' | { prefix: string } }[]
}

const searchedFields = (of: Entity, weights: string) =>
  fieldsWith(of, ({ searched }) => searched && weights.includes(searched))

const isList = ({ kind, path, about, across, internal }: Action) =>
  kind === 'query' && about && !path.includes(':') && !across && !internal

/** The kinds in the order of the modules. */
export function kindsOf(modules: readonly ServerModule[]): Kind[] {
  const actions = modules.flatMap((module) => module.actions)
  const entities = [...new Set(actions.flatMap(({ tables }) => tables))]
  return entities.flatMap((of) => {
    const fields = searchedFields(of, 'ABCD')
    const list = actions.find(({ action }) => isList(action) && action.about === of && action.name.endsWith('.list'))
    if (!list || fields.length === 0) return []
    const [title] = searchedFields(of, 'A')
    if (!title) throw new Error(`${of.name} is searched but has no field of weight A to be named by`)
    const rest = fields.filter((name) => name !== title)
    const text = rest.find((name) => hintsOf(of.fields[name]!).control === 'prose') ?? null
    return [
      {
        of,
        name: of.name,
        table: of.table,
        permission: list.action.can,
        title,
        text,
        more: rest.filter((name) => name !== text),
        parts: entities.flatMap((other) => partsOf(other, of)),
        exact: fieldsWith(of, ({ exact }) => exact).map((field) => ({ field, how: hintsOf(of.fields[field]!).exact! })),
      },
    ]
  })
}

/** Every table with words, the fields that they come from, and the column in whose order it can be read. */
export type Source = { table: string; fields: string[]; order: 'created_at' | 'id' }
export const sourcesOf = (kinds: readonly Kind[]): Source[] => [
  ...new Map(
    kinds.flatMap(({ of, parts }) => [
      sourceOf(of, 'created_at'),
      // Parts have no list of their own and no index for one; their ids grow with time.
      ...parts.map((part) => sourceOf(part.of, 'id')),
    ]),
  ).values(),
]

const sourceOf = (of: Entity, order: Source['order']) =>
  [of.table, { table: of.table, fields: searchedFields(of, 'ABCD'), order }] as const
