// What divides a board, as its table has it.
import { dividesByOwn, type Entity, type FieldDefinition, invalid, laneFields, ownLane } from '../../contract/index.ts'
import * as z from 'zod'
import type { Actor } from '../access/actor.ts'
import { fieldsOf, maySee } from '../custom/definitions.ts'
import type { Db } from '../database/index.ts'

export type LaneColumn = {
  column: string
  /** Lanes that are there though nothing be in them, in their order; null = what has no value. */
  always: readonly (string | null)[]
}

/** The column that a board is divided by; throws 422 at `/lanes` for what divides none, or is not the actor's to see. */
export async function laneColumn(db: Db, actor: Actor, of: Entity, field: string): Promise<LaneColumn> {
  const key = ownLane(field)
  if (key === null) {
    if (!laneFields(of).includes(field)) throw refused()
    return { column: field, always: of.fields[field] instanceof z.ZodNullable ? [null] : [] }
  }
  const fields: readonly FieldDefinition[] = of.custom ? await fieldsOf(db, actor.tenant_id, of.name) : []
  const own = fields.find((one) => one.key === key && dividesByOwn(one) && maySee(actor, one))
  if (!own) throw refused()
  const open = own.options.filter(({ archived }) => !archived)
  return { column: own.slot!, always: [...open.map((option) => option.key), null] }
}

const refused = () => invalid([{ pointer: '/lanes', code: 'not_dividing' }])
