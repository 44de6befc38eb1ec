// The views of a kind of record as one person has them.
import type { Out, Parsed } from '#kernel/contract/index.ts'
import { reach } from '#kernel/server/access/actor.ts'
import { predicate } from '#kernel/server/access/predicate.ts'
import type { Context } from '#kernel/server/context.ts'
import { type Place, View, type ViewRow, type views, viewsArranged } from '../contract.ts'
import { kindOf } from './saved.ts'

const MOST_SHOWN = 500
const fields = Object.keys(View.fields) as (keyof ViewRow)[]

export async function shelf(context: Context, { entity }: { entity: string }): Promise<Out<typeof views.shelf>> {
  const { db, actor } = context
  kindOf(context, entity)
  const [items, places] = await Promise.all([
    db
      .selectFrom('views')
      .select(fields)
      .where('entity', '=', entity)
      .where('deleted_at', 'is', null)
      .where(predicate(reach(actor, View, 'views.read'), actor))
      .orderBy('created_at')
      .orderBy('id')
      .limit(MOST_SHOWN)
      .execute() as Promise<ViewRow[]>,
    placesOf(context, entity),
  ])
  return { items, places }
}

export async function arrange(context: Context, { entity, places }: Parsed<typeof views.arrange>) {
  const { db, actor, emit } = context
  kindOf(context, entity)
  const once = [...new Map(places.map((place) => [place.key, place])).values()]
  await db
    .insertInto('view_places')
    .values(once.map((place) => ({ ...place, user_id: actor.user_id, entity })))
    .onConflict((met) =>
      met.columns(['tenant_id', 'user_id', 'entity', 'key']).doUpdateSet((eb) => ({
        pinned: eb.ref('excluded.pinned'),
        hidden: eb.ref('excluded.hidden'),
        position: eb.ref('excluded.position'),
      })),
    )
    .execute()
  emit(viewsArranged, { user: actor.user_id, entity })
  return { places: await placesOf(context, entity) }
}

const placesOf = ({ db, actor }: Context, entity: string): Promise<Place[]> =>
  db
    .selectFrom('view_places')
    .select(['key', 'pinned', 'hidden', 'position'])
    .where('user_id', '=', actor.user_id)
    .where('entity', '=', entity)
    .orderBy('position')
    .orderBy('key')
    .execute() as Promise<Place[]>
