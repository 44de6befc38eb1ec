// Calls the contract's actions over HTTP.
import { type Action, unauthorized } from '../../contract/index.ts'
import { problemOfResponse, unreachable } from './remote-problem.ts'
import { prepare } from './request.ts'
import type { Session } from './session.ts'

/** `version` makes the change conditional (If-Match); `signal` gives the request up; `key` is the Idempotency-Key of a repeated one. */
export type CallOptions = { version?: number; signal?: AbortSignal; key?: string }
export type WebCall = <I, P, O>(action: Action<I, P, O>, input: I, options?: CallOptions) => Promise<O>

// Seconds that a reader waits without being told.
const LONGEST_WAIT = 5

/** Where the page did not come by HTTPS browsers make no UUIDs. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(36)).join('.')

/** The browser's side of `Call`: throws a Problem for every refusal. A raw answer comes as a Blob. */
export function createCall(session: Session, language: () => string): WebCall {
  async function send(
    action: Action,
    input: unknown,
    token: string | null,
    { version, signal }: CallOptions,
    key: string | null,
  ): Promise<Response> {
    const { url, method, headers, body } = prepare(action, input)
    const all: Record<string, string> = { ...headers, accept: 'application/json', 'accept-language': language() }
    if (token) all['authorization'] = `Bearer ${token}`
    if (key) all['idempotency-key'] = key
    if (version !== undefined) all['if-match'] = `"${version}"`
    return fetch(url, {
      method,
      headers: all,
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
      credentials: 'same-origin',
    }).catch((error: unknown) => {
      if (signal?.aborted) throw error
      throw unreachable()
    })
  }

  return async (action, input, options = {}) => {
    const token = await session.token()
    // Sent again with a new token, a command still has its effect once.
    const key =
      action.kind === 'command' && action.method === 'POST' && !action.session ? (options.key ?? newKey()) : null
    let response = await send(action, input, token, options, key)
    if (response.status === 401 && token) {
      const renewed = await session.renew(token)
      if (!renewed) throw unauthorized()
      response = await send(action, input, renewed, options, key)
    }
    if (action.kind === 'query' && (response.status === 429 || response.status === 503)) {
      const seconds = Number(response.headers.get('retry-after') ?? 0)
      if (seconds > 0 && seconds <= LONGEST_WAIT) {
        await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
        options.signal?.throwIfAborted()
        response = await send(action, input, await session.token(), options, key)
      }
    }
    if (!response.ok) throw await problemOfResponse(response)
    if (response.status === 204) return null
    return action.raw === 'answer' ? response.blob() : response.json()
  }
}
