// Who a client is: an e-mail address, a telephone number in E.164, or a tax number belongs to one client of a tenant.
import * as z from 'zod'
import { actions, command, id, query, yesNo } from '#kernel/contract/index.ts'

export const IDENTITIES = ['email', 'phone', 'tax_number'] as const
export type IdentityKind = (typeof IDENTITIES)[number]

/** Why somebody may be the same: an identity in common, the same name, or a name that is alike. */
export const REASONS = [...IDENTITIES, 'name', 'alike'] as const

const known = () => ({
  email: z.string().max(254).nullable().default(null),
  phone: z.string().max(40).nullable().default(null),
  tax_number: z.string().max(40).nullable().default(null),
})

/** Most rows that are identified at once. */
export const MOST_IDENTIFIED = 5_000

/** Who has an identity; `removed`: it was put away and can be restored. Null name: the caller may not see it. */
export const Holder = z.object({
  client: id(),
  name: z.string().nullable(),
  removed: z.boolean(),
  reasons: z.array(z.enum(REASONS)),
})
export type Holder = z.output<typeof Holder>

export const identity = actions('clients', '/clients', {
  /** Who may be the same as what is being typed: those with an identity in common first, then by name; at most 10. */
  duplicates: query('GET /duplicates', {
    in: z.strictObject({
      name: z.string().max(200).optional(),
      email: z.string().max(254).optional(),
      phone: z.string().max(40).optional(),
      tax_number: z.string().max(40).optional(),
      /** The client that is being looked at: it is no duplicate of itself, nor is what was said not to be one. */
      of: id().optional(),
    }),
    out: z.object({ items: z.array(Holder) }),
    can: 'clients.read',
  }),
  /**
   * Whose addresses these are: of clients, themselves first, and of their people. What was put away is `removed`; people of such
   * clients are left out.
   */
  correspondents: query('GET /correspondents', {
    in: z.strictObject({ addresses: z.array(z.string().max(320)).max(100) }),
    out: z.object({
      items: z.array(z.object({ address: z.string(), client: id(), name: z.string(), removed: yesNo() })),
    }),
    can: 'clients.read',
    internal: true,
  }),
  /** For thousands of rows at once: each normalised, with what is wrong about it and which clients hold its identities. */
  identify: command('POST /identify', {
    in: z.strictObject({ rows: z.array(z.strictObject(known())).max(MOST_IDENTIFIED) }),
    out: z.object({
      rows: z.array(
        z.object({
          ...known(),
          refusals: z.array(z.object({ pointer: z.string(), code: z.string() })),
          holders: z.array(z.object({ kind: z.enum(IDENTITIES), client: id(), removed: yesNo() })),
        }),
      ),
    }),
    can: 'clients.read',
    internal: true,
  }),
})
