// What a list may be narrowed by: fields of its entity, more that it names itself, and fields of the tenant's own.
import type * as z from 'zod'
import { choicesOf, dividesByOwn, type FieldRead, hintsOf } from '../../contract/index.ts'
import { spanOf } from './filter/spans.ts'
import type { Listing } from './shown.ts'

const PREFIX = 'custom.'
const RANGED = new Set<FieldRead['type']>(['number', 'date'])
const SORTED = new Set<FieldRead['type']>(['number', 'date', 'text'])
const anId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const aDay = /^\d{4}-\d\d-\d\d$/

export const isOwn = (name: string): boolean => name.startsWith(PREFIX)
export const nameOfOwn = ({ key }: Pick<FieldRead, 'key'>): string => `${PREFIX}${key}`
export const isRangedOwn = ({ type }: Pick<FieldRead, 'type'>): boolean => RANGED.has(type)

/** Whether lists can be put in the order of a field of the tenant's own at this moment. */
const sortsByOwn = ({ filterable, ready, type }: FieldRead): boolean => filterable && ready && SORTED.has(type)

/** A field of the tenant's own behind a filter's name, its bounds among them. */
export const ownOf = ({ own = [] }: Listing, name: string): FieldRead | undefined => {
  const key = name.slice(PREFIX.length)
  return isOwn(name)
    ? (own.find((one) => one.key === key) ??
        own.find((one) => isRangedOwn(one) && (key === `${one.key}_from` || key === `${one.key}_to`)))
    : undefined
}

/** What a filter holds, for one that is no field of the tenant's own. */
export const schemaOf = ({ of, also }: Listing, name: string): z.ZodType | undefined => also?.[name] ?? of.fields[name]

/** A bound of a field that holds days. */
export const isDay = (schema: z.ZodType): boolean => schema.meta()?.['format'] === 'date'

/** Every name that a filter may have in the address. */
export const namesOf = (listing: Listing): readonly string[] =>
  listing.filters.flatMap((name) => {
    const own = ownOf(listing, name)
    return own && isRangedOwn(own) ? [`${name}_from`, `${name}_to`] : [name]
  })

/** The values of a filter as they stand in an address or a view; what it does not understand is left out. */
export function valuesOf(listing: Listing, name: string, given: unknown): readonly string[] {
  const values = [...new Set(String(given ?? '').split(','))].filter(Boolean).slice(0, 20)
  const own = ownOf(listing, name)
  if (own) return values.filter((one) => one === 'none' || fitsOwn(own, one))
  if (listing.spans?.[name]) return values.filter((one) => spanOf(one) !== null).slice(0, 1)
  const schema = schemaOf(listing, name)
  if (!schema) return []
  const { groups = {}, column, refers } = hintsOf(schema)
  const choices = choicesOf(schema)
  if (choices.length > 0) return values.filter((one) => choices.includes(one) || one in groups || one === 'none')
  if (isDay(schema)) return values.filter((one) => aDay.test(one)).slice(0, 1)
  if (column === 'uuid[]') return values.filter((one) => anId.test(one))
  if (column === 'text[]') return (schema.safeParse(values).data ?? []) as string[]
  const isMe = (one: string) => one === 'me' && refers === 'user'
  return column === 'uuid' ? values.filter((one) => anId.test(one) || one === 'none' || isMe(one)) : values
}

function fitsOwn({ type, options }: FieldRead, value: string): boolean {
  if (type === 'number') return Number.isFinite(Number(value))
  if (type === 'date') return aDay.test(value)
  if (type === 'checkbox') return value === 'true' || value === 'false'
  if (type === 'reference') return anId.test(value)
  return type === 'dropdown' || type === 'choices' ? options.some(({ key }) => key === value) : true
}

/** The list as somebody has it whose organisation added these fields: as columns, filters and orders. */
export function withOwnFields(listing: Listing, own: readonly FieldRead[]): Listing {
  if (own.length === 0) return { ...listing, own }
  const asked = own.filter(({ filterable, ready, type }) => filterable && ready && type !== 'file')
  const sorted = own.filter(sortsByOwn).map(nameOfOwn)
  return {
    ...listing,
    own,
    filters: [...listing.filters, ...asked.map(nameOfOwn)],
    sorts: [...listing.sorts, ...sorted.flatMap((name) => [name, `-${name}`])],
    columns: [...listing.columns, ...own.map(nameOfOwn)],
    usual: [...listing.usual, ...own.filter(({ in_list }) => in_list).map(nameOfOwn)],
    ...(listing.lanes ? { lanes: [...listing.lanes, ...own.filter(dividesByOwn).map(nameOfOwn)] } : {}),
  }
}
