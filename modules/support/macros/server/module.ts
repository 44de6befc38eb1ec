import {
  component,
  conflict,
  type Draft,
  type Grants,
  invalid,
  type Row,
  unknownPlaces,
} from '#kernel/contract/index.ts'
import { existing } from '#kernel/server/access/references.ts'
import type { Context } from '#kernel/server/context.ts'
import { changeBy, crudHandlers, findLocked } from '#kernel/server/crud.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import { Macro, macros, MOST_MACROS, SHARE, VARIABLES } from '../contract.ts'
import { demandSharing } from './rights.ts'

type MacroDraft = Draft<typeof Macro>
type MacroRow = Row<typeof Macro>

const standard = crudHandlers(Macro, 'macros')
const WRITTEN = Object.keys(Macro.draft.shape) as (keyof MacroDraft)[]

const own = implement(
  macros,
  { tables: [Macro] },
  {
    ...standard,
    async create(context, draft) {
      const macro = await checked(context, draft)
      await demandSharing(context, macro)
      await refuseTooMany(context)
      return standard.create(context, { ...macro, owner: context.actor.user_id } as MacroDraft)
    },
    replace: update,
    update,
    async remove(context, { id }) {
      await demandKeeping(context, await findLocked(context, Macro, id, 'macros.delete'))
      return standard.remove(context, { id })
    },
  },
)

async function update(context: Context, { id, ...wanted }: { id: string } & Partial<MacroDraft>): Promise<MacroRow> {
  const { after } = await changeBy(context, Macro, id, 'macros.update', async (macro) => {
    await demandKeeping(context, macro)
    const kept = Object.fromEntries(WRITTEN.map((field) => [field, macro[field]])) as MacroDraft
    const next = await checked(context, { ...kept, ...wanted })
    if (next.visibility !== macro.visibility || next.team !== macro.team) await demandSharing(context, next)
    return next
  })
  return after
}

/** Throws 403 when it is somebody else's whom the caller may not share for. */
async function demandKeeping(context: Context, macro: MacroRow): Promise<void> {
  if (macro.owner !== context.actor.user_id) await demandSharing(context, macro)
}

/** A macro as it may be kept; throws 422 for places that nothing fills and records that are not there. */
async function checked(context: Context, macro: MacroDraft): Promise<MacroDraft> {
  const [unknown] = unknownPlaces(macro.text, VARIABLES)
  if (unknown !== undefined) {
    const params = { place: `{{${unknown}}}`, known: VARIABLES.map((name) => `{{${name}}}`).join(', ') }
    throw invalid([{ pointer: '/text', code: 'unknown_place', params }])
  }
  const { assignee, team, category } = macro.changes
  const named = [
    ['assignee', 'user', assignee === 'me' ? null : assignee],
    ['team', 'team', team],
    ['category', 'category', category],
  ] as const
  for (const [field, kind, id] of named)
    if (id && !(await existing(context, kind, [id])).has(id))
      throw invalid([{ pointer: `/changes/${field}`, code: 'unknown_reference' }])
  return { ...macro, team: macro.visibility === 'team' ? macro.team : null }
}

async function refuseTooMany({ db, actor }: Context): Promise<void> {
  const { count } = (await db
    .selectFrom('macros')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('owner', '=', actor.user_id)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()) as { count: number }
  if (Number(count) >= MOST_MACROS) throw conflict('macro.too_many', { maximum: MOST_MACROS })
}

const staff: Grants = {
  'macros.read': 'all',
  'macros.create': 'all',
  'macros.update': 'all',
  'macros.delete': 'all',
}

export default serverModule({
  name: 'support/macros',
  component: component('macros', { version: '1.0.0', needs: { tickets: '^1.0.0' } }),
  actions: own,
  grants: { manager: { ...staff, [SHARE]: 'all' }, agent: staff },
})
