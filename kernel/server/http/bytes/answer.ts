// Files as answers: whole or in part (RFC 9110, sections 13 and 14), never as a page of ours.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { Problem } from '../../../contract/index.ts'

/** The first and the last byte, both meant. */
export type ByteRange = { start: number; end: number }

/** What an action with a raw answer gives: bytes, read only once they are sent, and how to present them. */
export type RawAnswer = {
  open: (range?: ByteRange) => Promise<Readable>
  type: string
  name: string
  size: number
  /** It is made while it is sent: nobody knows its size, and it has no parts. */
  unmeasured?: boolean
  inline: boolean
  /** For a page of ours that is more than bytes; what others made is shown under the strictest. */
  policy?: string
  /** Its policy says which sites may show it in a frame. */
  framed?: boolean
  /** Changes with the bytes; what has none is sent whole only. */
  etag?: string
}

/** Even what we show in place runs nothing, loads nothing and sends nothing. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox`

/** Sends the bytes of an answer, one part of them where that is asked for. Throws 416 for a part that there is not. */
export async function sendBytes(request: FastifyRequest, reply: FastifyReply, answer: RawAnswer): Promise<unknown> {
  const { open, type, name, size, inline } = answer
  const etag = answer.etag && `"${answer.etag}"`
  if (etag && matches(request.headers['if-none-match'], etag)) return reply.status(304).header('etag', etag).send()
  const range = etag ? partOf(request, etag, size) : null
  if (range === 'none') {
    reply.header('content-range', `bytes */${size}`)
    throw new Problem('range', 416)
  }
  if (range) reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`)
  if (etag) reply.headers({ etag, 'accept-ranges': 'bytes' })
  reply.headers({
    'content-disposition': `${inline ? 'inline' : 'attachment'}; ${fileName(name)}`,
    'cache-control': 'private, no-store',
    'content-security-policy': answer.policy ?? POLICY,
  })
  reply.header('content-type', type)
  // The older header knows no list of sites, and would refuse them all.
  if (answer.framed) reply.removeHeader('x-frame-options')
  if (!answer.unmeasured) reply.header('content-length', range ? range.end - range.start + 1 : size)
  return reply.send(request.method === 'HEAD' ? Readable.from([]) : await open(range ?? undefined))
}

const matches = (asked: string | undefined, etag: string) =>
  asked !== undefined &&
  (asked.trim() === '*' || asked.split(',').some((one) => one.trim().replace(/^W\//, '') === etag))

/** The one part that is asked for; null for the whole (no range, several, or not understood), 'none' for one outside. */
function partOf({ headers, method }: FastifyRequest, etag: string, size: number): ByteRange | 'none' | null {
  const [, first, last] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(headers.range ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '') || method !== 'GET') return null
  // The part belongs to bytes that are not these any more.
  if (headers['if-range'] !== undefined && headers['if-range'] !== etag) return null
  if (first === '')
    return Number(last) === 0 || size === 0 ? 'none' : { start: Math.max(0, size - Number(last)), end: size - 1 }
  const [start, end] = [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)]
  if (last !== '' && Number(last) < start) return null
  return start >= size ? 'none' : { start, end }
}

/** A name for old clients in ASCII and for all others as RFC 8187 has it. */
function fileName(name: string): string {
  const ascii = name.replaceAll(/[^ -~]|["\\%]/g, '_')
  const whole = encodeURIComponent(name).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
  return `filename="${ascii}"; filename*=UTF-8''${whole}`
}
