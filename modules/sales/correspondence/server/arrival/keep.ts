// A mail becomes a letter of a record.
import { Problem } from '#kernel/contract/index.ts'
import { fileStore } from '#modules/platform/files/contract.ts'
import { type LetterRow, MOST_FILES } from '../../contract.ts'
import { type Subject, tell, writeDown } from '../subject.ts'
import { json, letterFields, type LetterContext } from '../tables.ts'
import type { Received } from './take.ts'

const MOST_NAME = 200

/** Once only: whoever calls knows a mail that came before. `mail` is null for one that did not come through the intake. */
export async function keep(
  context: LetterContext,
  received: Received,
  subject: Subject,
  thread: string,
  mail: string | null = received.id,
): Promise<LetterRow> {
  // A mail that is nothing but a quotation is shown as it is.
  const isEmpty = received.visible.trim() === ''
  const from_name = received.from.name.slice(0, MOST_NAME).toWellFormed()
  const letter = await context.db
    .insertInto('letters')
    .values({
      client: subject.client,
      deal: subject.deal?.id ?? null,
      direction: 'in',
      author: null,
      from_name,
      from_address: received.from.address.trim(),
      people: json([
        { name: '', address: received.recipient, role: 'to' as const },
        ...received.others.map(({ name, address }) => ({ name, address, role: 'cc' as const })),
      ]),
      subject: received.subject,
      text: isEmpty ? received.quoted.slice(0, 100_000).toWellFormed() : received.visible,
      quoted: isEmpty ? '' : received.quoted,
      files: json(await keepFiles(context, received)),
      automatic: !received.reopens,
      state: 'received',
      mail,
      message_id: received.message_id,
      thread,
    })
    .returning(letterFields)
    .executeTakeFirstOrThrow()
  await writeDown(context, subject, letter)
  tell(context, subject, letter, { done: 'received', who: from_name || received.from.address })
  return letter
}

/** Files whose kind or number is not taken stand in the mail itself, which administrators download. */
export async function keepFiles({ call }: LetterContext, { attachments }: Received): Promise<LetterRow['files']> {
  const kept: LetterRow['files'] = []
  for (const { name, content } of attachments.slice(0, MOST_FILES)) {
    try {
      const file = await call(fileStore.store, { name, bytes: content })
      kept.push({ file: file.id, name: file.name, type: file.type, size: file.size })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }
  if (kept.length > 0) await call(fileStore.claim, { ids: kept.map(({ file }) => file) })
  return kept
}
