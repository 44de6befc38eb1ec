// What came in becomes a lead, or tells something new of a client who is there.
import { type CustomValues, hintsOf, type Row } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { Client, clients, identity, IDENTITIES, type IdentityKind } from '#modules/sales/clients/contract.ts'
import type { WebFormRow } from '../contract.ts'
import { askedBy } from './forms.ts'

export type Answers = Readonly<Record<string, string>>
type ClientRow = Row<typeof Client>
type Values = Record<string, unknown>

/** Makes the lead, or adds to the client who has one of its identities; throws 422 where a value cannot be. */
export async function takeIn(
  context: Context,
  form: WebFormRow,
  answers: Answers,
  language: string,
): Promise<ClientRow> {
  const { call } = context
  const values = await valuesOf(context, form, answers)
  const { holders, refusals } = await holdersOf(context, values)
  // What an identity is, is said by the refusal of the command itself.
  const [first] = refusals.length > 0 ? [] : holders
  if (!first) {
    const { custom, ...rest } = values
    return call(clients.create, {
      ...rest,
      ...(custom ? { custom } : {}),
      stage: 'lead',
      language,
      consent: Object.keys(form.consent).length > 0,
      ...(form.source ? { source: form.source } : {}),
      ...(form.owner ? { owner: form.owner } : {}),
    } as never)
  }
  if (first.removed) await call(clients.restore, { id: first.client })
  const client = await call(clients.get, { id: first.client })
  // Of what belongs to somebody else nothing is taken.
  for (const { kind, client: other } of holders) if (other !== client.id) delete values[kind]
  return call(clients.update, { id: client.id, ...added(client, values, form) })
}

/** Strangers fill what is empty and change nothing that is there; what they wrote is added to the notes. */
function added(client: ClientRow, { notes, custom, ...values }: Values, form: WebFormRow): Partial<ClientRow> {
  const isEmpty = (value: unknown) => value === null || value === undefined || value === ''
  const news = Object.entries(values).filter(([name]) => isEmpty(client[name as keyof ClientRow]))
  const own = Object.entries((custom ?? {}) as CustomValues).filter(([key]) => isEmpty(client.custom[key]))
  const said = typeof notes === 'string' && notes !== '' && !client.notes.includes(notes)
  return {
    ...Object.fromEntries(news),
    ...(own.length > 0 ? { custom: Object.fromEntries(own) } : {}),
    ...(said ? { notes: [client.notes, `${form.name}: ${notes}`].filter(Boolean).join('\n\n').slice(0, 20_000) } : {}),
    ...(Object.keys(form.consent).length > 0 ? { consent: true } : {}),
  }
}

/** Texts as the fields keep them. What is no number stays a text, and is refused as one. */
async function valuesOf(context: Context, form: WebFormRow, answers: Answers): Promise<Values> {
  const values: Values = {}
  const custom: Values = {}
  for (const { name, control } of await askedBy(context, form.fields)) {
    const text = answers[name]?.trim()
    if (!text && control !== 'yes_no') continue
    const number = Number(text?.replace(',', '.'))
    const value = control === 'yes_no' ? Boolean(text) : control === 'number' && Number.isFinite(number) ? number : text
    if (name.startsWith('custom.')) custom[name.slice(7)] = value
    else values[name] = hintsOf(Client.fields[name]!).control === 'prose' ? value : String(value)
  }
  return Object.keys(custom).length > 0 ? { ...values, custom } : values
}

async function holdersOf({ call }: Context, values: Values) {
  const known = Object.fromEntries(IDENTITIES.map((kind: IdentityKind) => [kind, (values[kind] as string) ?? null]))
  const { rows } = await call(identity.identify, { rows: [known] })
  return rows[0]!
}
