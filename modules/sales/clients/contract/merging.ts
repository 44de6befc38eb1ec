// Two records of one client become one, and apart again for 30 days.
import * as z from 'zod'
import { actions, command, id, instant, query, rowOf, type Entity } from '#kernel/contract/index.ts'

export const UNDO_DAYS = 30
/** What is chosen of either record; tags of both are kept. */
export const MERGED_FIELDS = [
  'kind',
  'name',
  'email',
  'phone',
  'tax_number',
  'address',
  'status',
  'source',
  'owner',
  'team',
  'language',
  'consent',
  'notes',
] as const

/** One of the organisation's own fields, as `custom.<key>`. */
const ownField = z.string().regex(/^custom\.[a-z][a-z0-9_]{0,39}$/)

/** Made by the contract of clients, which knows the entity. */
export const mergingOf = <C extends Entity>(Client: C) => {
  const byId = z.strictObject({ id: id() })
  const Pair = z.object({
    one: rowOf(Client),
    other: rowOf(Client),
    reason: z.string(),
    found_at: instant(),
  })
  const Merge = z.object({
    id: id(),
    at: instant(),
    actor: id(),
    winner: id(),
    loser: id(),
    name: z.string(),
    undone_at: instant().nullable(),
    undo_until: instant(),
  })
  return actions('client_merges', '/clients', {
    /** Likely duplicates that nobody has decided about, the newest first; at most 100. */
    pairs: query('GET /duplicates/pairs', {
      out: z.object({ items: z.array(Pair), more: z.boolean() }),
      can: 'clients.merge',
      about: Client,
    }),
    /** Looks for likely duplicates among all clients, behind the request. */
    find: command('POST /duplicates/find', { out: z.null(), can: 'clients.merge', status: 204 }),
    /** Says that two are not the same, for good; or takes that back. */
    setDifferent: command('POST /duplicates/different', {
      in: z.strictObject({ one: id(), other: id(), different: z.boolean().default(true) }),
      out: z.null(),
      can: 'clients.merge',
      status: 204,
    }),
    /** Both records, and how many records of which kinds would move. */
    preview: query('GET /:id/merge', {
      in: byId.extend({ other: id() }),
      out: z.object({
        winner: rowOf(Client),
        loser: rowOf(Client),
        moves: z.array(z.object({ entity: z.string(), count: z.int() })),
      }),
      can: 'clients.merge',
    }),
    /** The other record becomes a part of this one; the fields in `take` come from the other. */
    merge: command('POST /:id/merge', {
      in: byId.extend({
        other: id(),
        take: z
          .array(z.union([z.enum(MERGED_FIELDS), ownField]))
          .max(100)
          .default([]),
      }),
      out: Client,
      can: 'clients.merge',
    }),
    /** What was merged into a client, the newest first. */
    merges: query('GET /:id/merges', {
      in: byId,
      out: z.object({ items: z.array(Merge) }),
      can: 'clients.read',
    }),
    /** Both are as they were, where nobody changed them since. 409 once undone, after 30 days, or when merged again. */
    undo: command('POST /merges/:merge/undo', {
      in: z.strictObject({ merge: id() }),
      out: Client,
      can: 'clients.merge',
    }),
  })
}
