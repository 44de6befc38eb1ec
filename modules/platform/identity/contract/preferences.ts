// What people chose for themselves; which choices there are, the modules declare.
import * as z from 'zod'
import { actions, command, query, SIGNED_IN } from '#kernel/contract/index.ts'

export const preferences = actions('preferences', '/me/preferences', {
  /** One's own choices by key; what is not there was not chosen. */
  mine: query('GET /', { out: z.record(z.string(), z.unknown()), can: SIGNED_IN, audited: 'none' }),
  /** Chooses; null goes back to what holds for everybody. 404 for a key that no module knows, 422 for a value it refuses. */
  choose: command('PUT /:key', {
    in: z.strictObject({ key: z.string().max(100), value: z.unknown() }),
    out: z.record(z.string(), z.unknown()),
    can: SIGNED_IN,
    bodyLimit: 8 * 1024,
  }),
})
