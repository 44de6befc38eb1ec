// Mails of a person's own mailbox: which of them are letters, and those as letters.
import { email, type Out, type Parsed } from '#kernel/contract/index.ts'
import type { personDesk } from '#modules/platform/mail/contract.ts'
import { keep, keepFiles } from '../arrival/keep.ts'
import { knownAs } from '../arrival/known.ts'
import { threadsById } from '../arrival/threads.ts'
import { foundOrNull, type Subject, subjectOf, subjectOfLetter, tell, writeDown } from '../subject.ts'
import { json, letterFields, type LetterContext } from '../tables.ts'
import { type Owner, ownerOf, whoseAre } from './whose.ts'

export async function wanted(
  context: LetterContext,
  { owner, heads }: Parsed<typeof personDesk.wanted>,
): Promise<Out<typeof personDesk.wanted>> {
  const person = await ownerOf(context, owner)
  if (!person) return { wanted: heads.map(() => false) }
  const whose = await whoseAre(context, person, heads)
  return { wanted: heads.map((head) => whose(head).kind !== 'private') }
}

type Taken = Parsed<typeof personDesk.take>

/** Asks once more: only now it is known what kind of mail it is, and whether it came before. */
export async function takeOwn(context: LetterContext, taken: Taken): Promise<Out<typeof personDesk.take>> {
  const { owner, head, mail } = taken
  const no = { taken: false }
  const person = await ownerOf(context, owner)
  if (!person || !ADDRESS.safeParse(mail.from.address.trim()).success) return no
  const place = (await whoseAre(context, person, [head]))(head, mail)
  if (place.kind === 'private') return no
  if ((await knownAs(context, { message_id: mail.message_id, from: mail.from.address })) !== null) return no
  const thread = place.kind === 'thread' ? (await threadsById(context, [place.thread])).get(place.thread) : undefined
  const subject =
    place.kind === 'client'
      ? await subjectOf(context, 'client', place.client)
      : thread && (await foundOrNull(() => subjectOfLetter(context, thread)))
  if (!subject) return no
  const id = thread?.thread ?? context.id()
  if (head.direction === 'in') await keep(context, mail, subject, id, null)
  else await keepSent(context, person, taken, subject, id)
  return { taken: true }
}
const ADDRESS = email()

/** Sent from the person's usual program: theirs, and on its way long since. */
async function keepSent(
  context: LetterContext,
  { actor, name }: Owner,
  { mail, people }: Taken,
  subject: Subject,
  thread: string,
): Promise<void> {
  const letter = await context.db
    .insertInto('letters')
    .values({
      client: subject.client,
      deal: subject.deal?.id ?? null,
      direction: 'out',
      author: actor.user_id,
      from_name: name.slice(0, 200),
      from_address: mail.from.address.trim(),
      people: json(people),
      subject: mail.subject,
      text: mail.visible.trim() === '' ? mail.quoted.slice(0, 100_000).toWellFormed() : mail.visible,
      quoted: mail.visible.trim() === '' ? '' : mail.quoted,
      files: json(await keepFiles(context, mail)),
      automatic: false,
      state: 'sent',
      mail: null,
      message_id: mail.message_id,
      thread,
    })
    .returning(letterFields)
    .executeTakeFirstOrThrow()
  // As the person: it is they who wrote, and they need not be told.
  await context.as(actor, async (own) => {
    await writeDown(own, subject, letter)
    tell(own, subject, letter, { done: 'sent', who: name })
  })
}
