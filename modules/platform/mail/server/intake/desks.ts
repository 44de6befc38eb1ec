// Who takes mails that were read: first the records that they may belong to, then the desk.
import type { Out } from '#kernel/contract/index.ts'
import { mailDesk, recordDesk } from '../../contract.ts'
import type { MailContext } from '../tables.ts'
import type { Received } from './handing-over.ts'

type MailFate = Out<typeof mailDesk.take>['fates'][number]

/** Why a mail waits whose desk is switched off; it goes on by itself once that is on again. */
export const DESK_OFF = 'desk_off'

/** What becomes of each, in their order. */
export async function fatesOf(context: MailContext, mails: readonly Received[]): Promise<MailFate[]> {
  const fates = new Map(await ofRecords(context, mails))
  const rest = mails.filter(({ id }) => !fates.has(id))
  for (const [index, fate] of (await ofDesk(context, rest)).entries()) fates.set(rest[index]!.id, fate)
  return mails.map(({ id }) => fates.get(id)!)
}

/** Only what may be of a record is asked about: most mails of a desk are not. */
async function ofRecords({ call, platform, actor }: MailContext, mails: readonly Received[]) {
  if (!platform.components.offers(actor.tenant_id, recordDesk.take)) return []
  const asked = mails.filter(
    ({ purpose, threads }) => purpose === 'sales' || threads.signed.length + threads.named.length > 0,
  )
  if (asked.length === 0) return []
  const { fates } = await call(recordDesk.take, { mails: asked })
  return asked.flatMap(({ id }, index): [string, MailFate][] => (fates[index] ? [[id, fates[index]]] : []))
}

async function ofDesk({ call, platform, actor }: MailContext, mails: readonly Received[]): Promise<MailFate[]> {
  if (mails.length === 0) return []
  if (platform.components.offers(actor.tenant_id, mailDesk.take))
    return (await call(mailDesk.take, { mails: [...mails] })).fates
  return mails.map(() => ({ state: 'suspended', reason: DESK_OFF, detail: null, thread: null, answer: null }))
}
