// What other systems tell us: addresses of a tenant that turn signed calls into commands.
import * as z from 'zod'
import {
  actions,
  ANYONE,
  choice,
  command,
  crud,
  entity,
  id,
  line,
  prose,
  query,
  reference,
  rowOf,
  structure,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'

/** standard: Standard Webhooks. hmac: the SHA-256 HMAC of the body in a header, for senders that cannot do more. */
export const INCOMING_SCHEMES = ['standard', 'hmac'] as const
const MANAGE = 'webhooks.manage'

const headerName = () =>
  z
    .string()
    .max(100)
    .regex(/^[\w-]*$/)

export const IncomingHook = entity('incoming_hook', {
  table: 'incoming_hooks',
  written: {
    name: line(100, { searched: 'A', sortable: true }),
    /** The command that a call becomes. */
    action: line(100),
    /** Input field → text with `{{path.in.the.call}}`; without any, the call itself is the input. */
    fields: structure(z.record(z.string().max(50), z.string().max(5_000))).default({}),
    scheme: choice(INCOMING_SCHEMES, { filterable: false }).default('standard'),
    /** For hmac: the header with the signature, and the one with the id of the call. */
    signature_header: headerName().default(''),
    id_header: headerName().default(''),
    is_active: yesNo({ filterable: false }).default(true),
  },
  kept: {
    /** The secret part of its address `/api/hooks/<token>`. */
    token: line(64),
    /** In whose name it acts: who wrote it last. */
    owner: reference('user', { filterable: false }),
  },
})

export const IncomingCall = entity('incoming_call', {
  table: 'incoming_calls',
  audited: false,
  written: {},
  kept: {
    hook: reference('incoming_hook'),
    /** What the sender calls it; a second call of the same name does nothing. */
    message: line(200),
    state: choice(['received', 'handled', 'failed'], { filterable: false }),
    /** Why it failed, as a key of the catalogues with its figures, or as the sender's fields that were refused. */
    reason: line(200).nullable(),
    detail: line(1_000).nullable(),
    size: whole(),
    body: prose(300_000),
    /** The record that came of it. */
    result: id().nullable(),
  },
})

const byId = z.strictObject({ id: id() })
const Secret = z.object({ secret: z.string() })
const { create, list, get, update, replace, remove } = crud(IncomingHook, 'webhooks')

export const incomingHooks = actions('incoming_hooks', '/integrations/incoming-hooks', {
  /** The commands that a call may become. */
  commands: query('GET /commands', {
    out: z.object({ items: z.array(z.object({ name: z.string(), schema: z.record(z.string(), z.unknown()) })) }),
    can: MANAGE,
  }),
  list: { ...list, can: MANAGE },
  get: { ...get, can: MANAGE },
  update: { ...update, can: MANAGE },
  replace: { ...replace, can: MANAGE },
  remove: { ...remove, can: MANAGE },
  /** The answer holds the secret that calls are signed with; it is never told again. */
  create: command('POST /', {
    in: create.in as z.ZodType<
      NonNullable<(typeof create)['types']>['parsed'],
      NonNullable<(typeof create)['types']>['in']
    >,
    out: z.intersection(rowOf(IncomingHook), Secret),
    can: MANAGE,
    status: 201,
    secret: true,
    about: IncomingHook,
  }),
  rotate: command('POST /:id/secret', { in: byId, out: Secret, can: MANAGE, secret: true }),
})

export const incomingCalls = actions('incoming_calls', '/integrations/incoming-calls', {
  list: { ...crud(IncomingCall, 'webhooks').list, can: MANAGE },
  get: query('GET /:id', { in: byId, out: IncomingCall, can: MANAGE }),
  /** Handles one that failed once more. */
  retry: command('POST /:id/retry', { in: byId, out: IncomingCall, can: MANAGE }),
})

/** Where other systems call. */
export const hooks = actions('hooks', '/hooks', {
  /** Stores the call and answers at once; one that came before is answered alike and does nothing. */
  receive: command('POST /:token', {
    in: z.strictObject({ token: z.string().max(100), body: z.any(), type: z.string().max(255), headers: z.any() }),
    out: z.object({ id: id(), duplicate: z.boolean() }),
    can: ANYONE,
    rate: 'calls',
    raw: 'body',
    free: true,
    bodyLimit: 256 * 1024,
  }),
})
