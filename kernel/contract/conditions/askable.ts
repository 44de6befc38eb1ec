// What conditions over a kind of record may ask, for whoever builds them.
import * as z from 'zod'
import { actions, query, SIGNED_IN } from '../action.ts'
import { line } from '../fields.ts'
import { Asked } from './asked.ts'

/** The fields of a kind of record, those of the tenant and the facts of other modules, as far as the caller sees them. */
export const askableList = query('GET /askable', {
  in: z.strictObject({ entity: line(50) }),
  out: z.object({ items: z.array(Asked) }),
  can: SIGNED_IN,
})
/** The same as an action, for what stands below the module that answers it. */
export const askable = actions('fields', '/fields', { askable: askableList })
