// What came in, and what people decide about what was held back.
import { conflict } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Platform } from '#kernel/server/context.ts'
import { find, findLocked } from '#kernel/server/crud.ts'
import { every } from '#kernel/server/jobs.ts'
import { list } from '#kernel/server/list.ts'
import { implement } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import {
  DECIDE,
  type SubmissionRow,
  WebForm,
  WebFormSubmission,
  webFormSubmissions,
  webFormSubmitted,
} from '../contract.ts'
import { takeIn } from './leads.ts'
import { type FormContext, submissionFields, tables } from './tables.ts'

type New = Pick<
  SubmissionRow,
  'form' | 'answers' | 'language' | 'state' | 'reasons' | 'client' | 'address_mark' | 'words_mark'
>

export async function store({ db, emit }: FormContext, { answers, reasons, ...rest }: New): Promise<void> {
  const row = await db
    .insertInto('web_form_submissions')
    .values({
      ...rest,
      answers: JSON.stringify(answers),
      reasons: JSON.stringify(reasons),
      decided_by: null,
      decided_at: null,
    } as never)
    .returning(submissionFields)
    .executeTakeFirstOrThrow()
  emit(webFormSubmitted, { web_form_submission: row as SubmissionRow })
}

async function decide(context: FormContext, id: string, values: Partial<SubmissionRow>): Promise<SubmissionRow> {
  const { db, actor, now, emit } = context
  const row = (await db
    .updateTable('web_form_submissions')
    .set({ ...values, decided_by: actor.user_id, decided_at: now })
    .where('id', '=', id)
    .returning(submissionFields)
    .executeTakeFirstOrThrow()) as SubmissionRow
  emit(webFormSubmitted, { web_form_submission: row })
  return row
}

export const submissionActions = implement(
  webFormSubmissions,
  { tables },
  {
    list: ({ db, actor }, input) => list(db, actor, WebFormSubmission, input, { permission: DECIDE }),
    async accept(context, { id }) {
      const held = await findLocked(context, WebFormSubmission, id, DECIDE)
      if (held.state === 'accepted') throw conflict('web_form_submission.is_accepted')
      const form = await find(context, WebForm, held.form, 'web_forms.read')
      // Leads are made as those are that nobody has to look at.
      const client = await context.as(systemOf(context.actor.tenant_id), (inside) =>
        takeIn(inside, form, held.answers, held.language),
      )
      return decide(context, id, { state: 'accepted', client: client.id })
    },
    async refuse(context, { id }) {
      const held = await findLocked(context, WebFormSubmission, id, DECIDE)
      if (held.state !== 'held') throw conflict('web_form_submission.not_held')
      return decide(context, id, { state: 'refused' })
    },
  },
)

const KEPT_DAYS = 90

/** What came in stays as long as somebody may ask about it; leads stay by themselves. */
async function sweep({ database, within }: Platform): Promise<void> {
  const tenants = (await database.platform('read', (db) => db.selectFrom('tenants').select('id').execute())) as {
    id: string
  }[]
  for (const { id } of tenants)
    await within(systemOf(id), {}, async ({ db }) => {
      await sql`
        delete from web_form_submissions where created_at < now() - make_interval(days => ${sql.lit(KEPT_DAYS)})`.execute(
        db,
      )
    })
}

export const sweepJob = every('20 4 * * *', 'web_forms.sweep', sweep)
