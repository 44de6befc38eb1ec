// How a component was switched and set up, and the way back.
import { notFound, type Out, type Parsed } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { sql } from 'kysely'
import type { components } from '../contract.ts'
import { componentOf, type Kept, settingsIn } from './states.ts'

const MOST_SHOWN = 100

type Changed = Pick<Kept, 'is_on' | 'settings'> & { version: number; at: string; actor: string | null }

export async function history(
  context: Context,
  { component: id }: Parsed<typeof components.history>,
): Promise<Out<typeof components.history>> {
  const one = componentOf(context, id)
  const rows = (await context.db
    .selectFrom('component_changes')
    .select(['version', 'at', 'actor', 'is_on', 'settings'])
    .where('component', '=', id)
    .orderBy('version', 'desc')
    .limit(sql.lit(MOST_SHOWN))
    .execute()) as Changed[]
  return {
    items: rows.map(({ version, at, actor, is_on, settings }) => ({
      version: Number(version),
      at,
      actor,
      is_on: one.always || is_on,
      settings: settingsIn(one, { settings } as Kept),
    })),
  }
}

/** What was set up as of a version; throws 404 for one that never was. */
export async function settingsAt({ db }: Context, id: string, version: number): Promise<Kept['settings']> {
  if (version === 0) return {}
  const row = (await db
    .selectFrom('component_changes')
    .select('settings')
    .where('component', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()) as Pick<Kept, 'settings'> | undefined
  if (!row) throw notFound('component_version')
  return row.settings
}
