// The words of the WebSocket, both ways. Documented for API clients in docs/realtime.md.
import * as z from 'zod'

const channels = z
  .array(
    z
      .string()
      .max(100)
      .regex(/^[a-z_]+(:[0-9a-f-]{36})?$/),
  )
  .max(200)

/** What a client may say. `since` is the `seq` it heard last. */
export const ClientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    token: z.string().max(4_000),
    channels: channels.default([]),
    since: z.int().min(0).optional(),
  }),
  z.object({ type: z.literal('token'), token: z.string().max(4_000) }),
  z.object({ type: z.literal('subscribe'), channels }),
  z.object({ type: z.literal('unsubscribe'), channels }),
  z.object({
    type: z.literal('presence'),
    channel: z.string().max(100),
    state: z.enum(['viewing', 'typing']).nullable(),
  }),
  z.object({ type: z.literal('ping') }),
])
export type ClientMessage = z.output<typeof ClientMessage>

/**
 * What the server says. `seq` orders events in every channel and across restarts; a client keeps the last one and
 * says it as `since` in its next `hello`. `resumed: false` = too much was missed: fetch anew.
 */
export type ServerMessage =
  | { type: 'welcome'; seq: number; resumed: boolean; channels: string[]; refused: string[] }
  | { type: 'subscribed'; channels: string[]; refused: string[] }
  | {
      type: 'event'
      seq: number
      channels: string[]
      name: string
      actor_id: string | null
      at: string
      payload: unknown
    }
  | { type: 'presence'; channel: string; people: { user_id: string; state: 'viewing' | 'typing' }[] }
  | { type: 'pong'; seq: number }
  | { type: 'refused'; code: string }
