import type { FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { type Action, malformed, Problem } from '../../../contract/index.ts'
import { openForm } from './form.ts'

/** A body of bytes, or a file with what stood beside it in its form. */
export type Sent = { bytes: AsyncIterable<Uint8Array>; type: string; fields: Record<string, string> }

/**
 * Gives the body to `work` as it comes. A sender who is refused halfway is let finish, up to the action's limit: cut off, it
 * would see a broken connection instead of the refusal.
 */
export async function takeBody<T>(
  request: FastifyRequest,
  action: Action,
  work: (sent: Sent) => Promise<T>,
): Promise<T> {
  const source = request.body instanceof Readable ? request.body : Readable.from([])
  const type = request.headers['content-type'] ?? ''
  const over = new AbortController()
  try {
    if (Number(request.headers['content-length'] ?? 0) > action.bodyLimit) throw new Problem('body_too_large', 413)
    const bytes = source.iterator({ destroyOnReturn: false })
    return await work(
      action.form && /^multipart\/form-data\b/i.test(type)
        ? await fileOf(bytes, type, over.signal)
        : { bytes, type, fields: {} },
    )
  } finally {
    over.abort()
    let left = action.bodyLimit
    source.on('data', ({ length }: Buffer) => (left -= length) < 0 && source.destroy())
    source.on('error', () => undefined)
    source.resume()
  }
}

async function fileOf(bytes: AsyncIterable<Uint8Array>, type: string, over: AbortSignal): Promise<Sent> {
  const { fields, file } = await openForm(bytes, type, over)
  if (!file) throw malformed('malformed_form')
  return { bytes: file.bytes, type: file.type, fields: { ...(file.name ? { name: file.name } : {}), ...fields } }
}
