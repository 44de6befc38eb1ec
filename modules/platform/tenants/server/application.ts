// The client as an application of the tenant: its name, its colour, its sign.
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { notFound } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import type { RawAnswer } from '#kernel/server/http/bytes/answer.ts'

type Look = { name: string; theme: { primary_color?: string; logo_url?: string } }
export type IconSize = '180' | '192' | '512' | 'maskable'

const OURS = '#4f46e5'
// The product's own sign, for tenants without a logo: a font for their letter may be missing on a server.
const SIGN = 'M9 13.5 14.5 27 20 15l5.5 12L31 13.5'

async function lookOf({ db }: Context, id: string): Promise<Look> {
  const found = (await db
    .selectFrom('tenants')
    .select(['name', 'config'])
    .where('id', '=', id)
    .where('is_active', '=', true)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()) as { name: string; config: { theme?: Look['theme'] } } | undefined
  if (!found) throw notFound('tenant')
  return { name: found.name, theme: found.config.theme ?? {} }
}

const bytes = (body: Buffer, type: string, name: string): RawAnswer => ({
  open: async (range) => Readable.from([range ? body.subarray(range.start, range.end + 1) : body]),
  type,
  name,
  size: body.length,
  inline: true,
})

/** The web application manifest (W3C) of a tenant; throws 404 for one that is not there. */
export async function manifestOf(context: Context, id: string): Promise<RawAnswer> {
  const { name, theme } = await lookOf(context, id)
  const icon = (size: IconSize) => `/api/tenants/${id}/icons/${size}`
  const manifest = {
    id: '/',
    name,
    short_name: name.slice(0, 12),
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f5f7fa',
    theme_color: theme.primary_color ?? OURS,
    icons: [
      { src: icon('192'), sizes: '192x192', type: 'image/png' },
      { src: icon('512'), sizes: '512x512', type: 'image/png' },
      { src: icon('maskable'), sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
  return bytes(Buffer.from(JSON.stringify(manifest)), 'application/manifest+json', 'manifest.webmanifest')
}

/** The tenant's sign as a PNG; a maskable one leaves the margin that phones cut away. */
export async function iconOf(context: Context, id: string, size: IconSize): Promise<RawAnswer> {
  const { theme } = await lookOf(context, id)
  const pixels = size === 'maskable' ? 512 : Number(size)
  const png = await drawn(theme, pixels, size === 'maskable')
  return bytes(png, 'image/png', `icon-${size}.png`)
}

async function drawn(
  { primary_color = OURS, logo_url }: Look['theme'],
  pixels: number,
  whole: boolean,
): Promise<Buffer> {
  const logo = /^data:image\/(?:png|jpeg|webp|gif);base64,(.+)$/.exec(logo_url ?? '')?.[1]
  const corner = whole ? 0 : 11
  const sign = logo
    ? ''
    : `<path d='${SIGN}' stroke='#fff' stroke-width='2.6' fill='none' stroke-linecap='round' stroke-linejoin='round'/>`
  const ground = `<svg xmlns='http://www.w3.org/2000/svg' width='${pixels}' height='${pixels}' viewBox='0 0 40 40'>
    <rect width='40' height='40' rx='${corner}' fill='${logo ? '#fff' : primary_color}'/>${sign}</svg>`
  const picture = sharp(Buffer.from(ground))
  if (!logo) return picture.png().toBuffer()
  const room = Math.round(pixels * (whole ? 0.6 : 0.8))
  const inner = await sharp(Buffer.from(logo, 'base64'), { limitInputPixels: 16_000_000 })
    .resize(room, room, { fit: 'inside' })
    .png()
    .toBuffer()
    // A picture that cannot be read leaves the ground alone.
    .catch(() => null)
  return (inner ? picture.composite([{ input: inner, gravity: 'centre' }]) : picture).png().toBuffer()
}
