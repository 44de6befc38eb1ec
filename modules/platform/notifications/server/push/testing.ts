// The other side of Web Push, for tests: a browser that can read what is sent to it, and its push service.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { once } from 'node:events'
import http, { type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

const bytes = (text: string) => Buffer.from(text, 'base64url')

type Reader = { secretWith: (sender: Buffer) => Buffer; publicKey: Buffer; auth: Buffer }

/** Opens one record of aes128gcm (RFC 8188) by the keys of RFC 8291. */
export function openPush(body: Buffer, { secretWith, publicKey, auth }: Reader): string {
  const salt = body.subarray(0, 16)
  const sender = body.subarray(21, 21 + body[20]!)
  const sealed = body.subarray(21 + body[20]!)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, sender])
  const material = Buffer.from(hkdfSync('sha256', secretWith(sender), auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', material, salt, 'Content-Encoding: aes128gcm\0', 16))
  const nonce = Buffer.from(hkdfSync('sha256', material, salt, 'Content-Encoding: nonce\0', 12))
  const cipher = createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: 16 }).setAuthTag(sealed.subarray(-16))
  const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
  const end = padded.lastIndexOf(2)
  if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('no end of the last record')
  return padded.subarray(0, end).toString()
}

/** A browser's keys. */
export function browser() {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const auth = randomBytes(16)
  const reader: Reader = { secretWith: (sender) => pair.computeSecret(sender), publicKey: pair.getPublicKey(), auth }
  return {
    keys: { p256dh: pair.getPublicKey().toString('base64url'), auth: auth.toString('base64url') },
    read: (body: Buffer) => JSON.parse(openPush(body, reader)) as Record<string, string>,
  }
}

/** The claims of an Authorization header (RFC 8292); throws when the signature is not that of its key. */
export function vapidClaims(authorization: string): { claims: Record<string, unknown>; key: string } {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? []
  const [head = '', payload = '', signature = ''] = token.split('.')
  const point = bytes(key)
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  const signed = Buffer.from(`${head}.${payload}`)
  if (!verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes(signature)))
    throw new Error('the signature is not that of the key')
  return { claims: JSON.parse(bytes(payload).toString()) as Record<string, unknown>, key }
}

export type Pushed = { path: string; headers: IncomingHttpHeaders; body: Buffer }

/** A push service; `answer` decides with which status, after how many seconds to come again. */
export async function pushService(answer: (path: string) => { status: number; retryAfter?: number }) {
  const arrived: Pushed[] = []
  const server = http.createServer((request, response) => {
    void buffer(request).then((body) => {
      const path = request.url ?? ''
      arrived.push({ path, headers: request.headers, body })
      const { status, retryAfter } = answer(path)
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    arrived,
    host: `127.0.0.1:${port}`,
    close: () => new Promise<void>((done) => server.close(() => done())),
  }
}
