// Clients from files: the same identities, defaults and rights as in a form, for a thousand rows at once.
import { matches, type Refusal } from '#kernel/contract/index.ts'
import { reach, scopeOf } from '#kernel/server/access/actor.ts'
import type { Context } from '#kernel/server/context.ts'
import { type Identified, importable, type ImportRules, type Values } from '#kernel/server/imports/importable.ts'
import { users } from '#modules/platform/identity/contract.ts'
import { choice } from '#kernel/contract/index.ts'
import { Client, clientsImported, IDENTITIES, IMPORT_CLIENTS, STAGES } from '../../contract.ts'
import { lineOf } from '../client-line.ts'
import { holdersOf, identitiesIn, keyOf } from '../identity/holders.ts'
import { normalise } from '../identity/normalise.ts'
import { clientFields, type ClientContext } from '../tables.ts'

/** Values with their identities normalised, and who has them. Whom the caller may not change is hidden. */
async function identify(context: Context, rows: readonly Values[]): Promise<Identified[]> {
  const { actor } = context
  const named = await namedOf(context, rows)
  const seen = rows.map(({ record_id: _id, ...row }) => normalise(row))
  const wanted = seen.flatMap(({ values }) => identitiesIn(values))
  const held = await holdersOf(context as ClientContext, wanted)
  const reached = reach(actor, Client, 'clients.update')
  return seen.map(({ values, refusals }, at) => {
    const id = rows[at]!['record_id'] as string | undefined
    const own = id === undefined ? undefined : named.get(id.toLowerCase())
    const isLost = id !== undefined && !own
    return {
      values,
      refusals: isLost
        ? [...refusals, { pointer: '/record_id', code: 'import.not_found', params: { value: id } }]
        : refusals,
      holders: [
        ...(own ? [{ field: 'record_id', ...own, hidden: !matches(reached, own, actor) }] : []),
        ...identitiesIn(values).flatMap(({ kind, value }) => {
          const one = held.get(keyOf(kind, value))
          if (!one) return []
          return [{ field: kind, id: one.client, removed: one.removed, hidden: !matches(reached, one, actor) }]
        }),
      ],
    }
  })
}

type NamedClient = { id: string; removed: boolean; owner: string | null; team: string | null }

/** The clients that rows of an export name by their ids; who was merged into another is nobody any more. */
async function namedOf({ db }: Context, rows: readonly Values[]): Promise<ReadonlyMap<string, NamedClient>> {
  const ids = rows.flatMap(({ record_id }) =>
    typeof record_id === 'string' && UUID.test(record_id) ? [record_id] : [],
  )
  if (ids.length === 0) return new Map()
  const found = (await db
    .selectFrom('clients')
    .select(['id', 'deleted_at', 'owner', 'team'])
    .where('id', 'in', ids)
    .where('merged_into', 'is', null)
    .execute()) as { id: string; deleted_at: string | null; owner: string | null; team: string | null }[]
  return new Map(found.map(({ deleted_at, ...one }) => [one.id, { ...one, removed: deleted_at !== null }]))
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

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
  identity: [...IDENTITIES, 'record_id'],
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
