// The API of a running product, as another program of somebody of the demo calls it.
import assert from 'node:assert/strict'

export const PASSWORD = 'workernet-demo'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Answers what came, an empty object where nothing did; fails on every refusal. */
export type Call = <T = { id: string } & Record<string, unknown>>(
  method: Method,
  path: string,
  body?: object,
) => Promise<T>

/** One request, whatever it is answered. It does not wait for a product that was killed. */
export function send(url: string, method: Method, path: string, body?: object, token?: string): Promise<Response> {
  return fetch(`${url}/api${path}`, {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(30_000),
  })
}

export function callWith(url: string, token?: string): Call {
  return async <T>(method: Method, path: string, body?: object) => {
    const answer = await send(url, method, path, body, token)
    const text = await answer.text()
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text.slice(0, 500)}`)
    return (text ? JSON.parse(text) : {}) as T
  }
}

export async function signIn(url: string, username: string): Promise<{ token: string; id: string }> {
  const { access_token, user } = await callWith(url)<{ access_token: string; user: { id: string } }>(
    'POST',
    '/auth/login',
    { username, password: PASSWORD },
  )
  return { token: access_token, id: user.id }
}

export async function callAs(url: string, username: string): Promise<Call> {
  return callWith(url, (await signIn(url, username)).token)
}
