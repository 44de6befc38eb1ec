// Incoming mail as staff see it.
import { Readable } from 'node:stream'
import { conflict, notFound, type Out } from '#kernel/contract/index.ts'
import { crudHandlers, find } from '#kernel/server/crud.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'
import { implement } from '#kernel/server/module.ts'
import { InboundMail, inboundMails } from '../../contract.ts'
import { visibleText } from '../replies/visible-text.ts'
import { tables, type ContentTables, type MailContext } from '../tables.ts'
import { direct, remove, removeMany, restore, restoreMany } from './waiting.ts'

const { list } = crudHandlers(InboundMail, 'mail')

export default implement(
  inboundMails,
  { tables, extra: {} as ContentTables },
  {
    list,
    get: (context, { id }) => find(context, InboundMail, id, 'mail.read'),

    async content(context: MailContext, { id }): Promise<Out<typeof inboundMails.content>> {
      await find(context, InboundMail, id, 'mail.read')
      const { parsed } = await context.db
        .selectFrom('inbound_contents')
        .select('parsed')
        .where('mail', '=', id)
        .executeTakeFirstOrThrow()
      if (!parsed) throw conflict('inbound_mail.not_read')
      const { visible, quoted, signature } = visibleText(parsed)
      return {
        to: parsed.to,
        cc: parsed.cc,
        text: [visible, signature, quoted].filter((part) => part !== '').join('\n\n'),
        headers: parsed.headers,
        attachments: parsed.attachments.map(({ file_name, type, size }) => ({ name: file_name ?? '', type, size })),
      }
    },

    async raw(context: MailContext, { id }): Promise<RawAnswer> {
      await find(context, InboundMail, id, 'mail.read')
      const found = await context.db
        .selectFrom('inbound_contents')
        .select('raw')
        .where('mail', '=', id)
        .executeTakeFirst()
      if (!found) throw notFound('inbound_mail')
      return emlOf(found.raw, id)
    },

    restore,
    direct,
    remove,
    restoreMany,
    removeMany,
  },
)

/** A mail as a file. Never shown by the browser: it is a stranger's, html included. */
export const emlOf = (raw: Buffer, id: string): RawAnswer => ({
  open: async () => Readable.from([raw]),
  type: 'message/rfc822',
  name: `${id}.eml`,
  size: raw.length,
  inline: false,
})
