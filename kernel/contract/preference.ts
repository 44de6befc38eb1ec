import type * as z from 'zod'

/** What people choose for themselves: declared beside the contract it belongs to, and named in its server manifest. */
export type Preference<T = any> = { key: string; schema: z.ZodType<T>; otherwise: T }

/** `key` is `<module>.<what>`; `otherwise` holds for those who chose nothing. */
export const preference = <T>(key: string, schema: z.ZodType<T>, otherwise: T): Preference<T> => ({
  key,
  schema,
  otherwise,
})
