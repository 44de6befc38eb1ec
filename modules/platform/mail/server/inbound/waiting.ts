// Mails that wait for a person: taken in after all, or deleted.
import { conflict, type Out, type Parsed } from '#kernel/contract/index.ts'
import { changeBy } from '#kernel/server/crud.ts'
import { inboundChanged, InboundMail, type inboundMails, inboundRemoved } from '../../contract.ts'
import { inboundFields, type InboundRow, type MailContext } from '../tables.ts'
import { readMailJob } from '../intake/read.ts'

const WAITING = ['suspended', 'failed'] as const
const AGAIN = { state: 'received', reason: null, detail: null } as const

const waits = ({ state }: Pick<InboundRow, 'state'>) => (WAITING as readonly string[]).includes(state)

export const restore = (context: MailContext, { id, as_new }: Parsed<typeof inboundMails.restore>) =>
  takeIn(context, id, as_new ? 'new' : null)

export const direct = (context: MailContext, { id, thread }: Parsed<typeof inboundMails.direct>) =>
  takeIn(context, id, thread)

async function takeIn(context: MailContext, id: string, into: string | null): Promise<InboundRow> {
  const { after } = await changeBy(context, InboundMail, id, 'mail.restore', (mail): Partial<InboundRow> => {
    if (!waits(mail)) throw conflict('inbound_mail.not_waiting')
    return AGAIN
  })
  await readAgain(context, [after], into)
  return after
}

export async function remove(context: MailContext, { id }: { id: string }): Promise<null> {
  const { after } = await changeBy(context, InboundMail, id, 'mail.restore', (mail) => {
    if (!waits(mail)) throw conflict('inbound_mail.not_waiting')
    return deleted(context)
  })
  context.emit(inboundRemoved, { mail: after })
  return null
}

type Worked = Out<typeof inboundMails.restoreMany>

export async function restoreMany(context: MailContext, { ids }: { ids: string[] }): Promise<Worked> {
  const rows = await changeWaiting(context, ids, AGAIN)
  await readAgain(context, rows, null)
  return { done: rows.length, left: ids.length - rows.length }
}

export async function removeMany(context: MailContext, { ids }: { ids: string[] }): Promise<Worked> {
  const rows = await changeWaiting(context, ids, deleted(context))
  for (const mail of rows) context.emit(inboundRemoved, { mail })
  return { done: rows.length, left: ids.length - rows.length }
}

const deleted = ({ now }: MailContext) => ({ deleted_at: now }) as Partial<InboundRow>

/** What others have dealt with meanwhile is left as it is. */
const changeWaiting = ({ db }: MailContext, ids: readonly string[], changes: Partial<InboundRow>) =>
  db
    .updateTable('inbound_mails')
    .set(changes)
    .where('id', 'in', ids)
    .where('state', 'in', WAITING)
    .where('deleted_at', 'is', null)
    .returning(inboundFields)
    .execute()

async function readAgain({ db, emit, enqueue }: MailContext, mails: readonly InboundRow[], into: string | null) {
  if (mails.length === 0) return
  const ids = mails.map(({ id }) => id)
  await db
    .updateTable('inbound_contents')
    .set({ restored: true, restored_into: into })
    .where('mail', 'in', ids)
    .execute()
  for (const mail of mails) {
    await enqueue(readMailJob, { mail: mail.id })
    emit(inboundChanged, { mail })
  }
}
