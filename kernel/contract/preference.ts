import * as z from 'zod'
import { actions, command, query, SIGNED_IN } from './action.ts'

/** What people choose for themselves: declared beside the contract it belongs to, and named in its server manifest. */
export type Preference<T = any> = { key: string; schema: z.ZodType<T>; otherwise: T }

/** `key` is `<module>.<what>`; `otherwise` holds for those who chose nothing. */
export const preference = <T>(key: string, schema: z.ZodType<T>, otherwise: T): Preference<T> => ({
  key,
  schema,
  otherwise,
})

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

/**
 * The keys one has chosen: by the shortcut's id, in place of its own; none = no key. A key is a place on the keyboard with
 * its modifiers (`mod+shift+Period`), two of them by a space are pressed one after the other. `letters` = keys without
 * Ctrl, ⌘ or Alt work (WCAG 2.1.4).
 */
const choices = z.strictObject({
  keys: z.record(
    z.string().max(80),
    z
      .array(
        z
          .string()
          .regex(/^[A-Za-z0-9+]+( [A-Za-z0-9+]+)?$/)
          .max(60),
      )
      .max(4),
  ),
  letters: z.boolean(),
})
export type ChosenKeys = z.infer<typeof choices>
export const chosenKeys = preference<ChosenKeys>('keys', choices, { keys: {}, letters: true })
