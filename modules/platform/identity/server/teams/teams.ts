// Departments, teams and who works in them.
import { conflict, invalid, type Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { crudHandlers, find } from '#kernel/server/crud.ts'
import { implement, type TablesOf } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { Department, departments, Team, teams, User, userChanged } from '../../contract.ts'

type In = Context<TablesOf<[typeof Department, typeof Team, typeof User]>>
const contains = (q: string) => sql<boolean>`position(lower(${q}) in lower(name)) > 0`
const ofTeams = crudHandlers(Team, 'teams', { search: contains })
const ofDepartments = crudHandlers(Department, 'departments', { search: contains })
const tables = [Department, Team, User] as const
const MOST_MEMBERS = 500

type Named = { department?: string | null | undefined; lead?: string | null | undefined }

/** Throws 422 for a department or a lead that is not there (any more). */
async function refuseUnknown({ db }: In, { department, lead }: Named): Promise<void> {
  const there = (table: 'departments' | 'users', id: string) =>
    db.selectFrom(table).select('id').where('id', '=', id).where('deleted_at', 'is', null).executeTakeFirst()
  const refused = []
  if (department && !(await there('departments', department)))
    refused.push({ pointer: '/department', code: 'unknown_reference' })
  if (lead && !(await there('users', lead))) refused.push({ pointer: '/lead', code: 'unknown_reference' })
  if (refused.length > 0) throw invalid(refused)
}

/** Members by name; those who left stay to be seen and taken out. */
async function membersOf({ db }: In, team: string) {
  const items = await db
    .selectFrom('users')
    .select(['id', 'name', 'role', 'is_active'])
    .where(sql<boolean>`${team}::uuid = any(teams)`)
    .where('deleted_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(sql.lit(MOST_MEMBERS))
    .execute()
  return { items }
}

async function changeMembers(context: In, team: string, add: readonly string[], remove: readonly string[]) {
  const { db } = context
  // Locked by id, so that two who change two teams of the same people cannot wait for each other.
  const people = await db
    .selectFrom('users')
    .select(Object.keys(User.fields) as 'id'[])
    .where('id', 'in', [...add, ...remove])
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  const found = new Map((people as Row<typeof User>[]).map((person) => [person.id, person]))
  const refused = add.flatMap((id, index) =>
    !found.has(id)
      ? [{ pointer: `/add/${index}`, code: 'unknown_reference' }]
      : found.get(id)!.role === 'client'
        ? [{ pointer: `/add/${index}`, code: 'not_a_colleague' }]
        : [],
  )
  if (refused.length > 0) throw invalid(refused)
  for (const person of found.values()) {
    const stays = !remove.includes(person.id)
    if (person.teams.includes(team) === stays) continue
    const teamsAfter = stays ? [...person.teams, team] : person.teams.filter((one) => one !== team)
    const user = (await db
      .updateTable('users')
      .set({ teams: teamsAfter, rights_version: sql`rights_version + 1` } as never)
      .where('id', '=', person.id)
      .returning(Object.keys(User.fields) as 'id'[])
      .executeTakeFirstOrThrow()) as Row<typeof User>
    context.emit(userChanged, { user })
  }
}

const kept = implement(
  departments,
  { tables },
  {
    ...ofDepartments,
    async create(context, draft) {
      await refuseUnknown(context, draft)
      return ofDepartments.create(context, draft)
    },
    async replace(context, input) {
      await refuseUnknown(context, input)
      return ofDepartments.replace(context, input)
    },
    async update(context, input) {
      await refuseUnknown(context, input)
      return ofDepartments.update(context, input)
    },
    /** Its teams would hang in the air. */
    async remove(context, { id }) {
      const team = await context.db
        .selectFrom('teams')
        .select('id')
        .where('department', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      if (team) throw conflict('department.has_teams')
      return ofDepartments.remove(context, { id })
    },
  },
)

export default [
  ...kept,
  ...implement(
    teams,
    { tables },
    {
      ...ofTeams,
      async create(context, draft) {
        await refuseUnknown(context, draft)
        return ofTeams.create(context, draft)
      },
      async replace(context, input) {
        await refuseUnknown(context, input)
        return ofTeams.replace(context, input)
      },
      async update(context, input) {
        await refuseUnknown(context, input)
        return ofTeams.update(context, input)
      },
      async members(context, { id }) {
        await find(context, Team, id, 'teams.read')
        return membersOf(context, id)
      },
      async changeMembers(context, { id, add, remove }) {
        await find(context, Team, id, 'teams.update')
        if (add.length + remove.length > 0) await changeMembers(context, id, add, remove)
        return membersOf(context, id)
      },
    },
  ),
]
