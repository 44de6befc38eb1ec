// Headers that keep a browser from doing what a page of ours would never ask of it.
import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'

const everywhere = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), payment=(), usb=()',
}

const API_POLICY = `default-src 'none'; frame-ancestors 'none'`

/** For every answer; HTML pages put their own policy over the API's. */
export function secure(reply: FastifyReply, https: boolean): void {
  reply.headers({ ...everywhere, 'content-security-policy': API_POLICY })
  if (https) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
}

export const newNonce = () => randomBytes(16).toString('base64')

/** Scripts only with this answer's nonce; styles of the component library are inline, so styles may be. */
export const pagePolicy = (nonce: string): string =>
  [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self' data:`,
    `connect-src 'self'`,
    `worker-src 'self' blob:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
