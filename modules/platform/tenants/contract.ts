// The organisations that use the platform.
import * as z from 'zod'
import {
  actions,
  ANYONE,
  command,
  crud,
  entity,
  line,
  query,
  SIGNED_IN,
  structure,
  yesNo,
  id,
} from '#kernel/contract/index.ts'

const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/)

/**
 * A picture that pages of ours may show: one of our own addresses, or the picture itself (`data:`, at most 50 kB). The
 * page's policy refuses pictures from anywhere else, so another address would be a logo that nobody sees.
 */
const picture = z
  .string()
  .max(70_000)
  .refine(
    (address) =>
      /^(\/(?!\/)[\w./?=&%-]{0,500}|data:image\/(png|jpeg|webp|gif|svg\+xml);base64,[A-Za-z0-9+/]+={0,2})$/.test(
        address,
      ),
    'logo_address',
  )

/** How a tenant looks; colours are `#rrggbb`. */
export const Theme = z.strictObject({ primary_color: colour.optional(), logo_url: picture.optional() })
const limit = () => z.int().min(0).max(1_000_000).optional()

/** What a tenant chose in place of the platform's limits; what is not there is the platform's. */
export const OwnLimits = z.strictObject({
  api_per_minute: limit(),
  api_burst: limit(),
  sign_in_attempts: limit(),
  calls_per_minute: limit(),
})
const Config = z.strictObject({ theme: Theme.default({}), limits: OwnLimits.optional() })

const slug = () => z.string().regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/)

export const Tenant = entity('tenant', {
  table: 'tenants',
  written: {
    name: line(100, { searched: 'A', sortable: true }),
    slug: slug(),
    domain: line(100).nullable().default(null),
    is_active: yesNo().default(true),
    config: structure(Config).default({ theme: {} }),
  },
})

const byId = z.strictObject({ id: id() })
const draft = Tenant.draft.extend({ slug: slug().optional() })

export const tenants = actions('tenants', '/tenants', {
  list: { ...crud(Tenant, 'tenants').list, can: 'tenants.manage', across: true },
  create: command('POST /', { in: draft, out: Tenant, can: 'tenants.manage', across: true, status: 201 }),
  current: query('GET /current', { out: Tenant, can: SIGNED_IN }),
  get: query('GET /:id', { in: byId, out: Tenant, can: 'tenants.manage', across: true }),
  /** What a browser needs to install the client under the tenant's name; whoever knows the id may ask. */
  manifest: query('GET /:id/manifest', { in: byId, out: z.any(), can: ANYONE, raw: 'answer' }),
  icon: query('GET /:id/icons/:size', {
    in: byId.extend({ size: z.enum(['180', '192', '512', 'maskable']) }),
    out: z.any(),
    can: ANYONE,
    raw: 'answer',
  }),
  replace: command('PUT /:id', { in: draft.extend({ id: id() }), out: Tenant, can: 'tenants.manage', across: true }),
})
