// What is given for many tickets at once is taken back by this.
import * as z from 'zod'
import { actions, command, id } from '#kernel/contract/index.ts'
import { Ticket } from '../contract.ts'

export const puttingBack = actions('tickets', '/tickets', {
  /** Gives a ticket back what a run over many had changed: moments and all, whatever the way of statuses says. */
  putBack: command('POST /:id/put-back', {
    in: z.strictObject({ id: id(), values: z.record(z.string().max(100), z.unknown()) }),
    out: Ticket,
    can: 'tickets.update',
    internal: true,
  }),
})
