// What an actor's conditions over a kind of record may ask.
import {
  type Asked,
  asked,
  askedCustom,
  askedOf,
  type Conditions,
  conditionRefusals,
  type Entity,
  fieldsIn,
  type FieldDefinition,
  invalid,
} from '../../contract/index.ts'
import { may } from '../access/actor.ts'
import type { Context } from '../context.ts'
import { fieldsOf, maySee } from '../custom/definitions.ts'
import type { Fact } from './fact.ts'

export type Offered = {
  asked: readonly Asked[]
  /** Fields of the tenant's own, by `custom.<key>`, and facts by `fact.<name>`. */
  own: ReadonlyMap<string, FieldDefinition>
  facts: ReadonlyMap<string, Fact>
}

const plain = new WeakMap<Entity, readonly Asked[]>()

/** The entity's own fields, those of the tenant that lists may be filtered by, and what other modules know of it. */
export async function offeredOn({ db, actor, platform }: Context, of: Entity): Promise<Offered> {
  const own = of.custom ? await fieldsOf(db, actor.tenant_id, of.name) : []
  const seen = own.filter((field) => maySee(actor, field))
  const facts = platform.facts.filter(
    (one) => one.about(of, platform.events) && may(actor, one.can) && platform.components.offers(actor.tenant_id, one),
  )
  const standard = plain.get(of) ?? askedOf(of)
  plain.set(of, standard)
  return {
    asked: [
      ...standard,
      ...seen.flatMap((field) => askedCustom(field) ?? []),
      ...facts.map(({ name, kind, rows }) => asked(`fact.${name}`, kind, { follows: rows.name })),
    ],
    own: new Map(seen.map((field) => [`custom.${field.key}`, field])),
    facts: new Map(facts.map((one) => [`fact.${one.name}`, one])),
  }
}

/** Throws 422 naming everything that conditions may not ask, at `<pointer>/…`. */
export function refuseConditions(conditions: Conditions, offered: Offered, pointer = ''): void {
  const refusals = conditionRefusals(conditions, offered.asked, pointer)
  if (refusals.length > 0) throw invalid(refusals)
}

/** Whether all that conditions look at is there and for the actor to see. */
export function mayAsk(conditions: Conditions, offered: Offered): boolean {
  const known = new Set(offered.asked.map(({ field }) => field))
  return fieldsIn(conditions).every((field) => known.has(field))
}
