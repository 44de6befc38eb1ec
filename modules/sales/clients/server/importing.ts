// Clients from files: the same identities, defaults and rights as in a form, for a thousand rows at once.
import { matches, type Refusal } from '#kernel/contract/index.ts'
import { reach, scopeOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { type Identified, importable, type ImportRules, type Values } from '#kernel/server/imports/importable.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { choice } from '#kernel/contract/index.ts'
import { Client, clientsImported, IDENTITIES, IMPORT_CLIENTS, STAGES } from '../contract.ts'
import { lineOf } from './client-line.ts'
import { holdersOf, identitiesIn, keyOf } from './identity/holders.ts'
import { normalise } from './identity/normalise.ts'
import { clientFields, type ClientContext } from './tables.ts'

/** Values with their identities normalised, and who has them. Whom the caller may not change is hidden. */
async function identify(context: Context, rows: readonly Values[]): Promise<Identified[]> {
  const { actor } = context
  const seen = rows.map((row) => normalise(row))
  const wanted = seen.flatMap(({ values }) => identitiesIn(values))
  const held = await holdersOf(context as ClientContext, wanted)
  const reached = reach(actor, Client, 'clients.update')
  return seen.map(({ values, refusals }) => ({
    values,
    refusals,
    holders: identitiesIn(values).flatMap(({ kind, value }) => {
      const one = held.get(keyOf(kind, value))
      return one ? [{ field: kind, id: one.client, removed: one.removed, hidden: !matches(reached, one, actor) }] : []
    }),
  }))
}

async function rules(context: Context): Promise<ImportRules> {
  const { actor, db } = context
  const defaultOf = async (table: string): Promise<string | null> => {
    const query = db.selectFrom(table).select('id').where('is_default', '=', true).where('deleted_at', 'is', null)
    return ((await query.executeTakeFirst())?.['id'] as string | undefined) ?? null
  }
  const [status, source] = [await defaultOf('client_statuses'), await defaultOf('client_sources')]
  const mine = scopeOf(actor, 'clients.create') === 'all' ? null : actor.user_id
  const makes = reach(actor, Client, 'clients.create')
  const hands = reach(actor, Client, 'clients.assign')
  const restores = reach(actor, Client, 'clients.delete')
  const notYours = (pointer: string): Refusal[] => [{ pointer, code: 'not_yours' }]
  return {
    create: (draft) => {
      const owner = draft['owner'] ?? mine
      const values = { ...draft, owner, status: draft['status'] ?? status, source: draft['source'] ?? source }
      const kept = { converted_at: null, merged_into: null }
      return { values: { ...values, ...kept }, refusals: matches(makes, values, actor) ? [] : notYours('/owner') }
    },
    update: (before, changes) => {
      const isHanded = 'owner' in changes || 'team' in changes
      if (isHanded && !matches(hands, before, actor)) return notYours('/owner')
      return 'deleted_at' in changes && !matches(restores, before, actor) ? notYours('/') : []
    },
  }
}

/** An owner is one of the active staff. */
async function staff(context: Context): Promise<{ id: string; words: string[] }[]> {
  const { items } = await context.as({ ...context.actor, kind: 'system' }, ({ call }) => call(users.addressees, {}))
  return items
    .filter(({ role }) => role !== 'client')
    .map(({ id, name, email }) => ({ id, words: [name, email].filter((word) => word !== null) }))
}

/** Lists and counters follow one event for a whole piece. */
async function tell(context: Context, ids: readonly string[]): Promise<void> {
  const client = await (context as ClientContext).db
    .selectFrom('clients')
    .select(clientFields)
    .where('id', '=', ids[0]!)
    .executeTakeFirstOrThrow()
  context.emit(clientsImported, { client: lineOf(client), count: ids.length })
}

export const clientImport = importable(Client, {
  can: IMPORT_CLIENTS,
  page: '/clients',
  identity: IDENTITIES,
  also: { stage: choice(STAGES).default('lead') },
  names: {
    name: [
      'имя',
      'фамилия',
      'фио',
      'отчество',
      'клиент',
      'название',
      'компания',
      'организация',
      'full name',
      'first name',
      'last name',
      'surname',
      'client',
      'company',
      'fn',
      'ism',
      'familiya',
      'mijoz',
      'kompaniya',
      'الاسم',
      'العميل',
    ],
    email: [
      'email',
      'e-mail',
      'mail',
      'почта',
      'электронная почта',
      'имейл',
      'elektron pochta',
      'البريد',
      'البريد الإلكتروني',
    ],
    phone: [
      'phone',
      'tel',
      'telephone',
      'mobile',
      'cell',
      'тел',
      'телефон',
      'мобильный',
      'номер телефона',
      'telefon',
      'telefon raqami',
      'الهاتف',
      'رقم الهاتف',
    ],
    tax_number: ['tax number', 'tax id', 'vat', 'tin', 'инн', 'стир', 'пинфл', 'stir', 'inn', 'الرقم الضريبي'],
    address: ['address', 'adr', 'адрес', 'manzil', 'العنوان'],
    notes: ['notes', 'note', 'comment', 'примечание', 'комментарий', 'заметка', 'izoh', 'ملاحظات'],
    tags: ['tags', 'categories', 'метки', 'теги', 'teglar', 'الوسوم'],
    owner: ['owner', 'manager', 'менеджер', 'ответственный', 'masʼul', 'المسؤول'],
    kind: ['type', 'тип', 'вид'],
    source: ['source', 'источник', 'manba', 'المصدر'],
    status: ['status', 'статус', 'holat', 'الحالة'],
  },
  identify,
  rules,
  named: { user: staff },
  tell,
})
