// Mails that wait for a person become part of a ticket.
import * as z from 'zod'
import { actions, command, id } from '#kernel/contract/index.ts'

export const takingMail = actions('tickets', '/tickets', {
  /** Takes a suspended mail into this ticket as its sender's message; where the ticket is closed, into a new one that names it. */
  takeMail: command('POST /:id/mails', {
    in: z.strictObject({ id: id(), mail: id() }),
    out: z.null(),
    can: 'tickets.comment',
  }),
})
