import * as z from 'zod'

/** How far a mail has come on its way to one recipient. `accepted`: a server took it; `bounced`: it came back later. */
export const DELIVERY_STATES = ['pending', 'accepted', 'retrying', 'failed', 'bounced', 'kept'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

export const OutboundRecipient = z.object({
  name: z.string(),
  address: z.string(),
  role: z.enum(['to', 'cc']),
  state: z.enum(DELIVERY_STATES),
  /** Why not: a word for machines (`rejected`, `dns`, `timeout` …), the SMTP reply and what the server said. */
  cause: z.string().nullable(),
  code: z.int().nullable(),
  status: z.string().nullable(),
  message: z.string().nullable(),
  at: z.string().nullable(),
})
