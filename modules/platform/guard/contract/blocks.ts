// Addresses that are turned away, and those that never are: the platform's own, whichever tenant they call.
import * as z from 'zod'
import {
  actions,
  choice,
  command,
  crud,
  entity,
  event,
  id,
  instant,
  line,
  moment,
  query,
  reference,
  rowOf,
  whole,
  yesNo,
} from '#kernel/contract/index.ts'

export const BLOCK_KINDS = ['block', 'allow'] as const
export const BLOCK_CAUSES = ['manual', 'sign_ins', 'strays'] as const
const MANAGE = 'blocks.manage'

export const AddressBlock = entity('address_block', {
  table: 'address_blocks',
  written: {
    /** An address or a range: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/64`. */
    network: line(50, { personal: true }),
    /** block: turned away. allow: never blocked by its doings, and reached by no block. */
    kind: choice(BLOCK_KINDS),
    reason: line(300).nullable(),
    /** Null: until somebody ends it. */
    until: instant().nullable(),
  },
  kept: {
    /** manual: by a person. sign_ins: it failed at many accounts. strays: it asked for much that does not exist. */
    cause: choice(BLOCK_CAUSES),
    made_by: reference('user', { filterable: false }).nullable(),
    is_active: yesNo({ filterable: true }),
    ended_by: reference('user', { filterable: false }).nullable(),
    ended_at: instant().nullable(),
  },
})

const { list } = crud(AddressBlock, 'blocks')
const byId = z.strictObject({ id: id() })

export const blocks = actions('blocks', '/platform/blocks', {
  /** `q` is a part of a reason or range, or an address: then what concerns that address. */
  list: {
    ...list,
    in: (list.in as z.ZodObject).extend({ q: z.string().trim().max(200).optional() }),
    can: MANAGE,
    across: true,
  },
  get: query('GET /:id', { in: byId, out: AddressBlock, can: MANAGE, across: true }),
  create: command('POST /', {
    in: z.strictObject({
      network: z.string().trim().min(1).max(50),
      kind: z.enum(BLOCK_KINDS).default('block'),
      reason: z.string().trim().min(1).max(300),
      until: moment().nullable().default(null),
    }),
    out: AddressBlock,
    can: MANAGE,
    across: true,
    free: true,
    status: 201,
  }),
  /** Ends it now. */
  end: command('POST /:id/end', { in: byId, out: AddressBlock, can: MANAGE, across: true, free: true }),
})

/** Every process reads the blocks anew. */
export const addressBlockChanged = event('address_block.changed', {
  payload: z.object({ block: rowOf(AddressBlock) }),
  about: AddressBlock,
  can: MANAGE,
  record: ({ block }) => block,
})

/** An address blocked itself by guessing at an organisation's accounts: told to that organisation. */
export const addressBlocked = event('address_block.concerns', {
  payload: z.object({ id: id(), address: z.string(), accounts: whole() }),
  about: AddressBlock,
  can: 'audit.read',
  record: ({ id }) => ({ id }),
})
