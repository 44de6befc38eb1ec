// A client as lists and events carry it, and what changed about it.
import { isDeepStrictEqual } from 'node:util'
import { customChanges } from '#kernel/contract/index.ts'
import { Client, CLIENT_LINE, type ClientRow } from '../contract.ts'

export type ClientLine = Pick<ClientRow, (typeof CLIENT_LINE)[number]>
export type Changes = Record<string, [unknown, unknown]>

export const lineOf = (client: ClientRow): ClientLine =>
  Object.fromEntries(CLIENT_LINE.map((field) => [field, client[field]])) as ClientLine

/** What people would call a change. */
const TOLD = [...Object.keys(Client.patch.shape).filter((field) => field !== 'custom'), 'stage'] as (keyof ClientRow)[]
const LONGEST_TOLD = 200

/** What changed between two states, by field. Of a long text only its beginning is told. */
export function changesBetween(before: ClientRow, after: ClientRow): Changes {
  const shown = (value: unknown) => (typeof value === 'string' ? value.slice(0, LONGEST_TOLD) : value)
  const told = TOLD.filter((field) => !isDeepStrictEqual(before[field], after[field]))
  return {
    ...Object.fromEntries(told.map((field) => [field, [shown(before[field]), shown(after[field])]])),
    ...customChanges(before.custom, after.custom),
  }
}

/** Those of some wanted values that differ from what is. */
export const newIn = (before: ClientRow, wanted: Partial<ClientRow>): Partial<ClientRow> =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([field, value]) => value !== undefined && !isDeepStrictEqual(value, before[field as keyof ClientRow]),
    ),
  )
