// The guarded client: every call the platform makes to an address that a user chose (webhooks, push, avatars) goes through it.
import http from 'node:http'
import https from 'node:https'
import { isIPv6, type LookupFunction } from 'node:net'
import { connectionRefusal, OutgoingRefusal } from './refusal.ts'
import { resolveName } from './resolve.ts'
import { addressesOf, type Allowlist, readServer, readTarget, type Resolve, type Target } from './target.ts'
import { turns } from './turns.ts'

export type OutgoingCall = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Bytes of the answer that are kept; 64 KB when absent. */
  mostBytes?: number
}
/** `body` is as it came, never unpacked; `ms` is the whole call with the lookup of the name. */
export type OutgoingAnswer = {
  status: number
  headers: http.IncomingHttpHeaders
  body: Buffer
  /** More came than is kept. */
  cut: boolean
  ms: number
}
export type Outgoing = {
  /**
   * Makes one call: the name is resolved once, every address checked, the connection made to a checked address. Redirects are
   * answers, not followed. Throws an OutgoingRefusal; an answer of any status is data.
   */
  call(call: OutgoingCall): Promise<OutgoingAnswer>
  /**
   * Addresses that a connection of another protocol may go to, checked like those of calls; `usual` are the protocol's own
   * ports below 1024. Connect to one of them, not to the name: it may mean another a moment later. Throws an OutgoingRefusal.
   */
  reach(host: string, port: number, usual: readonly number[]): Promise<string[]>
  /** Throws an OutgoingRefusal for a URL that would be refused whatever its name means; asks nobody. */
  check(url: string): void
}

export type OutgoingOptions = {
  allowlist: readonly string[]
  /** Of a whole call, with the lookup and the last byte. */
  timeoutMs?: number
  resolve?: Resolve
  /** Authorities beside the usual ones, PEM. */
  ca?: string[]
}

const MOST_BYTES = 64 * 1024
const MOST_PER_HOST = 8
const TIMEOUT_MS = 10_000
const USER_AGENT = 'WorkerNet (+outgoing)'

export function openOutgoing({
  allowlist,
  timeoutMs = TIMEOUT_MS,
  resolve = resolveName,
  ca,
}: OutgoingOptions): Outgoing {
  const listed: Allowlist = new Set(allowlist)
  const enter = turns(MOST_PER_HOST)

  return {
    check: (url) => void readTarget(url, listed),

    async reach(host, port, usual) {
      const target = readServer(host, port, listed, usual)
      const deadline = AbortSignal.timeout(timeoutMs)
      const late = () => new OutgoingRefusal('outgoing.timeout', { host: target.host, seconds: timeoutMs / 1_000 })
      return before(deadline, addressesOf(target, { allowlist: listed, resolve, signal: deadline }), late)
    },

    async call(asked) {
      const begun = performance.now()
      const target = readTarget(asked.url, listed)
      const late = (code: 'outgoing.timeout' | 'outgoing.busy') => () =>
        new OutgoingRefusal(code, { host: target.host, seconds: timeoutMs / 1_000 })
      const deadline = AbortSignal.timeout(timeoutMs)
      // Who waits for half of the time would not have enough left for the call itself.
      const patience = AbortSignal.timeout(timeoutMs / 2)
      const leave = await enter(`${target.host}:${target.port}`, patience).catch((error: unknown) => {
        throw patience.aborted ? late('outgoing.busy')() : error
      })
      try {
        const addresses = await before(
          deadline,
          addressesOf(target, { allowlist: listed, resolve, signal: deadline }),
          late('outgoing.timeout'),
        )
        const answer = await exchange(target, addresses, asked, { deadline, ca, late: late('outgoing.timeout') })
        return { ...answer, ms: Math.round(performance.now() - begun) }
      } finally {
        leave()
      }
    },
  }
}

/** The work, or the refusal when the deadline comes first: not every lookup can be stopped. */
async function before<T>(deadline: AbortSignal, work: Promise<T>, late: () => Error): Promise<T> {
  if (deadline.aborted) throw late()
  const { promise, reject } = Promise.withResolvers<never>()
  const giveUp = () => reject(late())
  deadline.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    deadline.removeEventListener('abort', giveUp)
  }
}

type Limits = { deadline: AbortSignal; ca: string[] | undefined; late: () => OutgoingRefusal }

/** One request on a connection of its own to one of the checked addresses. */
function exchange(
  target: Target,
  addresses: readonly string[],
  { method = 'GET', headers = {}, body, mostBytes = MOST_BYTES }: OutgoingCall,
  { deadline, ca, late }: Limits,
): Promise<Omit<OutgoingAnswer, 'ms'>> {
  const { url, host, port, secure } = target
  const pinned = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  // Whatever the name means by now: the connection goes to what was checked.
  const lookup: LookupFunction = (_name, options, done) =>
    options.all ? done(null, pinned) : done(null, pinned[0]!.address, pinned[0]!.family)
  return new Promise((resolve, reject) => {
    const request = (secure ? https : http).request({
      method,
      host,
      port,
      path: `${url.pathname}${url.search}`,
      headers: {
        'user-agent': USER_AGENT,
        accept: '*/*',
        'accept-encoding': 'identity',
        ...headers,
        host: url.host,
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
      lookup,
      // Of its own, without keep-alive: no proxy of the environment, nobody else's connection.
      agent: false,
      signal: deadline,
      maxHeaderSize: 16 * 1024,
      ...(secure ? { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca ? { ca } : {}) } : {}),
    } as https.RequestOptions)
    const fail = (error: unknown) => {
      try {
        reject(deadline.aborted ? late() : connectionRefusal(error, target))
      } catch (unexpected) {
        reject(unexpected as Error)
      }
    }
    request.on('error', fail)
    request.on('response', (response) => {
      const parts: Buffer[] = []
      let size = 0
      const end = (cut: boolean) =>
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          body: Buffer.concat(parts).subarray(0, mostBytes),
          cut,
        })
      response.on('error', fail)
      response.on('data', (part: Buffer) => {
        parts.push(part)
        size += part.length
        if (size <= mostBytes) return
        end(true)
        request.destroy()
      })
      response.on('end', () => end(false))
    })
    request.end(body)
  })
}
