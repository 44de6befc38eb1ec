// The outbox as staff see it.
import { conflict } from '#kernel/contract/index.ts'
import { systemOf } from '#kernel/server/access/actor.ts'
import { changeBy, find } from '#kernel/server/crud.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { list } from '#kernel/server/list.ts'
import { implement } from '#kernel/server/module.ts'
import { OutboundMail, outboundChanged, outbox } from '../../contract.ts'
import { emlOf } from '../inbound/desk.ts'
import { composeMail } from '../smtp/compose.ts'
import { json, lineOf, tables, type MailContext, type OutboundRow } from '../tables.ts'
import { letterOf } from './letter.ts'
import { deliverJob } from './send.ts'

export default implement(
  outbox,
  { tables },
  {
    list: ({ db, actor }: MailContext, input) =>
      list(db, actor, OutboundMail, input, {
        permission: 'mail.read',
        omit: ['text', 'quoted', 'html', 'unsubscribe', 'refers_to'],
      }),
    get: (context, { id }) => find(context, OutboundMail, id, 'mail.read'),

    async raw(context: MailContext, { id }): Promise<RawAnswer> {
      const row = await find(context, OutboundMail, id, 'mail.read')
      // Its files belong to whoever uploaded them; the mail is what gives the right to read them.
      const letter = await context.as(systemOf(context.actor.tenant_id), (system) => letterOf(system, row))
      const { raw } = await composeMail(letter)
      return emlOf(raw, id)
    },

    async resend(context: MailContext, { id }): Promise<OutboundRow> {
      const { after } = await changeBy(
        context,
        OutboundMail,
        id,
        'mail.send',
        ({ state, recipients, own_mailbox }): Partial<OutboundRow> => {
          if (!context.platform.config.email.smtp && own_mailbox === null) throw conflict('outbound_mail.no_server')
          if (!['kept', 'failed', 'partly'].includes(state)) throw conflict('outbound_mail.on_its_way')
          const again = recipients.map((one) =>
            one.state === 'accepted' ? one : { ...one, state: 'pending' as const },
          )
          return { state: 'queued', attempts: 0, recipients: json(again) }
        },
      )
      await context.enqueue(deliverJob, { mail: id })
      context.emit(outboundChanged, { mail: lineOf(after) })
      return after
    },
  },
)
