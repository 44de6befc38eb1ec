// The record that a letter belongs to: a client, or a deal with one.
import { notFound, Problem, type Row } from '#kernel/contract/index.ts'
import { may, systemOf } from '#kernel/server/access/actor.ts'
import { find } from '#kernel/server/crud.ts'
import { timeline } from '#modules/platform/timeline/contract.ts'
import { Client } from '#modules/sales/clients/contract.ts'
import { Deal } from '#modules/sales/deals/contract.ts'
import { clientLettered, dealLettered, type Lettered, type LetterRow, type SubjectKind } from '../contract.ts'
import type { LetterContext } from './tables.ts'

type DealRow = Row<typeof Deal>
/** `client` is whose letters they are; `deal` is null for a client's own. */
export type Subject = {
  entity: SubjectKind
  id: string
  owner: string | null
  team: string | null
  client: string
  deal: DealRow | null
}

/** The record, if the caller may see it; throws 404 otherwise. */
export async function subjectOf(context: LetterContext, entity: SubjectKind, id: string): Promise<Subject> {
  const can = entity === 'client' ? 'clients.read' : 'deals.read'
  // Whoever may see no record of the kind at all need not learn that this one is there.
  if (!may(context.actor, can)) throw notFound(entity)
  if (entity === 'client') {
    const { owner, team } = await find(context, Client, id, can)
    return { entity, id, owner, team, client: id, deal: null }
  }
  const deal = await find(context, Deal, id, can)
  return { entity, id, owner: deal.owner, team: deal.team, client: deal.client, deal }
}

export const subjectOfLetter = (context: LetterContext, { client, deal }: Pick<LetterRow, 'client' | 'deal'>) =>
  deal === null ? subjectOf(context, 'client', client) : subjectOf(context, 'deal', deal)

/** Null for what is not there, or not the caller's to see. */
export async function foundOrNull<T>(get: () => Promise<T>): Promise<T | null> {
  try {
    return await get()
  } catch (refused) {
    if (refused instanceof Problem && refused.status === 404) return null
    throw refused
  }
}

export const asSystem = <T>(context: LetterContext, work: (system: LetterContext) => Promise<T>): Promise<T> =>
  context.as(systemOf(context.actor.tenant_id), work)

type Told = Pick<LetterRow, 'id' | 'author' | 'automatic' | 'subject'>

/** Tells whoever may see the record what became of a letter. */
export function tell(
  { emit }: LetterContext,
  { entity, id, owner, team, client }: Subject,
  letter: Told,
  { done, who }: Pick<Lettered, 'done' | 'who'>,
): void {
  const { author, automatic, subject: title } = letter
  // Of the record what access asks, and no more: the log keeps it for long.
  const subject = { id, owner, team }
  emit(entity === 'client' ? clientLettered : dealLettered, {
    subject,
    ...(entity === 'deal' ? { client } : {}),
    letter: letter.id,
    done,
    author,
    automatic,
    who,
    title,
  })
}

const MOST_SHOWN = 20_000

/** A line of the record's timeline. */
export async function writeDown({ call }: LetterContext, { entity, id }: Subject, letter: LetterRow): Promise<void> {
  const { direction, subject, from_name, from_address, people } = letter
  await call(timeline.add, {
    entity,
    record: id,
    kind: 'mail',
    text: letter.text.slice(0, MOST_SHOWN).toWellFormed(),
    facts: {
      letter: letter.id,
      direction,
      subject,
      has_quote: letter.quoted !== '',
      from: from_name || from_address,
      to: people.filter(({ role }) => role === 'to').map(({ name, address }) => name || address),
    },
  })
}
