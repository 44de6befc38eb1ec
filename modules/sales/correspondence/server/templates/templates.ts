// Templates of letters, as an organisation keeps them, and one of them filled for a record.
import {
  conflict,
  type Draft,
  fillPlaces,
  invalid,
  type Out,
  type Parsed,
  placesIn,
  unknownPlaces,
} from '#kernel/contract/index.ts'
import { may } from '#kernel/server/access/actor.ts'
import { crudHandlers, find } from '#kernel/server/crud.ts'
import { implement } from '#kernel/server/module.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { tenants } from '#modules/platform/tenants/contract.ts'
import { clients, contacts, LANGUAGES } from '#modules/sales/clients/contract.ts'
import {
  LetterTemplate,
  letterTemplates,
  MOST_TEMPLATES,
  PLACES,
  type Places,
  type TemplateTexts,
} from '../../contract/template.ts'
import { asSystem, foundOrNull, subjectOf } from '../subject.ts'
import type { LetterContext } from '../tables.ts'

const standard = crudHandlers(LetterTemplate, 'letter_templates')
type TemplateDraft = Draft<typeof LetterTemplate>

export default implement(
  letterTemplates,
  { tables: [LetterTemplate] },
  {
    ...standard,
    async create(context, draft: TemplateDraft) {
      check(draft)
      const { count } = (await context.db
        .selectFrom('letter_templates')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('deleted_at', 'is', null)
        .executeTakeFirstOrThrow()) as { count: number }
      if (Number(count) >= MOST_TEMPLATES) throw conflict('letter_template.too_many', { maximum: MOST_TEMPLATES })
      return standard.create(context, draft)
    },
    replace: (context, input) => {
      check(input)
      return standard.replace(context, input)
    },
    update: (context, input) => {
      check(input)
      return standard.update(context, input)
    },
    filled: (context, asked) => filled(context as unknown as LetterContext, asked),
  },
)

/** Throws 422 for a template without words, and for places that nothing fills. */
function check({ texts }: { texts?: TemplateTexts | undefined }): void {
  if (texts === undefined) return
  const written = Object.values(texts).flatMap((words) => (words ? [words] : []))
  if (!written.some(({ text }) => text.trim() !== '')) throw invalid([{ pointer: '/texts', code: 'required' }])
  const [unknown] = written.flatMap(({ subject, text }) => unknownPlaces(`${subject}\n${text}`, PLACES))
  if (unknown === undefined) return
  const params = { place: `{{${unknown}}}`, known: PLACES.map((name) => `{{${name}}}`).join(', ') }
  throw invalid([{ pointer: '/texts', code: 'unknown_place', params }])
}

async function filled(
  context: LetterContext,
  { id, entity, record, to, language }: Parsed<typeof letterTemplates.filled>,
): Promise<Out<typeof letterTemplates.filled>> {
  const { texts } = (await find(context, LetterTemplate, id, letterTemplates.get.can)) as {
    texts: TemplateTexts
  }
  const { places, spoken } = await placesOf(context, { entity, record, to })
  const languages = LANGUAGES.filter((one) => texts[one] && texts[one].text.trim() !== '')
  const chosen = [language, spoken].find((one) => one && languages.includes(one)) ?? languages[0] ?? 'ru'
  const { subject, text } = texts[chosen] ?? { subject: '', text: '' }
  const used = placesIn(`${subject}\n${text}`)
  return {
    subject: fillPlaces(subject, places).slice(0, 500).toWellFormed(),
    text: fillPlaces(text, places).toWellFormed(),
    language: chosen,
    languages,
    empty: PLACES.filter((name) => used.includes(name) && places[name] === ''),
  }
}

const firstName = (name: string) => name.trim().split(/\s+/)[0] ?? ''

/** What a record fills places with, as far as the caller may see it, and the language of its client. */
async function placesOf(
  context: LetterContext,
  { entity, record, to }: Pick<Parsed<typeof letterTemplates.filled>, 'entity' | 'record' | 'to'>,
) {
  const { actor, call } = context
  const { client: id, deal } = await subjectOf(context, entity, record)
  const client = may(actor, clients.get.can) ? await foundOrNull(() => call(clients.get, { id })) : null
  const people = client ? (await call(contacts.list, { id })).items : []
  const contact = to === undefined ? undefined : people.find(({ email }) => email === to)
  // A person is their own contact; whoever else has the address of an organisation is nobody in particular.
  const contactName = contact?.name ?? (client?.kind === 'person' && client.email === to ? client.name : '')
  const { author, organisation } = await asSystem(context, async ({ call: asked }) => ({
    author: actor.kind === 'person' ? await foundOrNull(() => asked(users.get, { id: actor.user_id })) : null,
    organisation: await asked(tenants.current, {}),
  }))
  const places: Places = {
    client_name: client?.name ?? '',
    contact_name: contactName,
    contact_first_name: firstName(contactName),
    deal_title: deal?.title ?? '',
    author_name: author?.name ?? '',
    author_first_name: firstName(author?.name ?? ''),
    organisation_name: organisation.name,
  }
  return { places, spoken: client?.language ?? null }
}
