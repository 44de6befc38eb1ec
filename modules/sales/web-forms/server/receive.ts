// What strangers send: read, looked at, taken in or held back. Whoever is held back is thanked like everybody.
import { notFound, Problem, type Refusal } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { implement } from '#kernel/server/module.ts'
import { sql } from 'kysely'
import { LANGUAGES, publicForms, type Reason, type WebFormRow } from '../contract.ts'
import { askedBy } from './forms.ts'
import { type Answers, takeIn } from './leads.ts'
import { CONSENT, pageOf, type Shown, TOKEN, TRAP } from './page.ts'
import { store } from './submissions.ts'
import { suspect } from './suspicion.ts'
import { type FormContext, tables } from './tables.ts'
import { ageOf, markOf, tokenOf } from './token.ts'

type Asked = { key: string; lang?: string | undefined }
type Sent = Asked & { body: AsyncIterable<Uint8Array> }

const MOST_BYTES = 64 * 1024
/** From one address to one form in ten minutes; above it nothing is even kept. */
const MOST_KEPT_FROM_ADDRESS = 30
const WAIT_SECONDS = 600

export const publicActions = implement(
  publicForms,
  { tables },
  {
    show: (context, asked: Asked) => within(context, asked, async (_inside, shown) => pageOf(shown)),
    async send(context, sent) {
      const typed = await typedIn((sent as Sent).body)
      return within(context, sent as Sent, (inside, shown) => receive(inside, shown, typed))
    },
  },
)

/** Finds the form by its address and goes on as its organisation; throws 404 for one that is not there or switched off. */
async function within(
  { platform, actor, meta, now }: Context,
  { key, lang }: Asked,
  work: (context: FormContext, shown: Shown) => Promise<RawAnswer>,
): Promise<RawAnswer> {
  const place = await platform.database.platform('read', (db) =>
    db
      .selectFrom('web_forms')
      .select(['id', 'tenant_id'])
      .where('key', '=', key)
      .where('is_active', '=', true)
      .where('deleted_at', 'is', null)
      .executeTakeFirst(),
  )
  if (!place) throw notFound('web_form')
  return platform.within(systemOf(place['tenant_id'] as string), meta, async (context) => {
    const form = (await context.db
      .selectFrom('web_forms')
      .selectAll()
      .where('id', '=', place['id'])
      .executeTakeFirstOrThrow()) as unknown as WebFormRow
    const wanted = [lang, actor.language].find((one) => form.languages.includes(one as 'ru'))
    const fields = await askedBy(context, form.fields)
    const token = tokenOf(platform.config, key, Date.parse(now))
    const language = wanted ?? form.languages[0]!
    return work(context, { form, fields, language, texts: platform.texts, token })
  })
}

// PostgreSQL holds no NUL, and no half of a character.
const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed()

/** The fields of a body as browsers send it. */
async function typedIn(body: AsyncIterable<Uint8Array>): Promise<URLSearchParams> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    if ((size += chunk.length) > MOST_BYTES) throw new Problem('body_too_large', 413)
    chunks.push(chunk)
  }
  return new URLSearchParams(storable(Buffer.concat(chunks).toString('utf8')))
}

async function receive(context: FormContext, shown: Shown, typed: URLSearchParams): Promise<RawAnswer> {
  const { form, fields, language, texts } = shown
  const answers: Answers = Object.fromEntries(
    fields.map(({ name, longest }) => [
      name,
      storable(typed.get(name) ?? '')
        .trim()
        .slice(0, longest),
    ]),
  )
  const { config } = context.platform
  const mark = {
    address_mark: markOf(config, 'address', context.meta.address),
    words_mark: markOf(config, 'words', JSON.stringify(answers['notes'] || answers)),
  }
  const counts = await countsOf(context, form.id, mark)
  if (counts.fromAddress >= MOST_KEPT_FROM_ADDRESS) throw new Problem('rate_limited', 429, { seconds: WAIT_SECONDS })
  const reasons: Reason[] = suspect({
    values: answers,
    trap: typed.get(TRAP) ?? '',
    openFor: ageOf(config, form.key, typed.get(TOKEN) ?? '', Date.parse(context.now)),
    ...counts,
  })
  const kept = { form: form.id, answers, language: language as (typeof LANGUAGES)[number], ...mark }
  if (reasons.length > 0) {
    await store(context, { ...kept, state: 'held', reasons, client: null })
    return pageOf({ ...shown, isSent: true })
  }
  const missing = new Map(
    fields
      .filter(({ name, required }) => required && !answers[name])
      .map(({ name }) => [name, texts.t(language, 'invalid.required')]),
  )
  if (Object.keys(form.consent).length > 0 && !typed.get(CONSENT))
    missing.set(CONSENT, texts.t(language, 'invalid.required'))
  if (missing.size > 0) return pageOf({ ...shown, answers, faults: missing })
  try {
    const client = await context.attempt(() => takeIn(context, form, answers, language))
    await store(context, { ...kept, state: 'accepted', reasons: [], client: client.id })
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error
    const faults = faultsOf(error, shown)
    if (faults) return pageOf({ ...shown, answers, faults })
    // What nobody outside can mend is for people inside to look at.
    await store(context, { ...kept, state: 'held', reasons: ['conflict'], client: null })
  }
  return pageOf({ ...shown, isSent: true })
}

/** What is wrong with fields that are asked for; null where it is nothing that the sender could mend. */
function faultsOf({ refusals }: Problem, { fields, language, texts }: Shown): ReadonlyMap<string, string> | null {
  const known = new Set(fields.map(({ name }) => name))
  const named = refusals.map(({ pointer, code, params }: Refusal) => {
    const name = pointer.slice(1).replace('/', '.')
    return [name, code.startsWith('taken_') ? null : texts.t(language, `invalid.${code}`, params)] as const
  })
  if (named.length === 0 || named.some(([name, words]) => words === null || !known.has(name))) return null
  return new Map(named as [string, string][])
}

async function countsOf(
  { db }: FormContext,
  form: string,
  { address_mark, words_mark }: { address_mark: string; words_mark: string },
): Promise<{ fromAddress: number; inHour: number; repeated: number }> {
  const { rows } = await sql<{ address: string; hour: string; words: string }>`
    select count(*) filter (where address_mark = ${address_mark} and created_at > now() - interval '10 minutes') as address,
      count(*) filter (where created_at > now() - interval '1 hour') as hour,
      count(*) filter (where words_mark = ${words_mark}) as words
    from (
      select address_mark, words_mark, created_at from web_form_submissions
      where form = ${form}::uuid and deleted_at is null and created_at > now() - interval '1 day'
      order by created_at desc, id desc limit 2000
    ) recent`.execute(db)
  const [found] = rows
  return { fromAddress: Number(found!.address), inHour: Number(found!.hour), repeated: Number(found!.words) }
}
