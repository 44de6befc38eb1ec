// Addresses that a server said for good do not exist.
import * as z from 'zod'
import { actions, command, line, query } from '#kernel/contract/index.ts'

const byAddress = z.strictObject({ address: line(320) })

const GoneAddress = z.object({
  address: z.string(),
  since: z.string(),
  /** The status of RFC 3463 and what the server said. */
  status: z.string().nullable(),
  said: z.string().nullable(),
})

export const goneAddresses = actions('gone_addresses', '/mail/gone-addresses', {
  get: query('GET /', { in: byAddress, out: z.object({ gone: GoneAddress.nullable() }), can: 'mail.read' }),
  /** Machines may write there again. */
  clear: command('POST /clear', { in: byAddress, out: z.null(), can: 'mail.restore' }),
})
