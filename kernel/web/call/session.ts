// The signed-in session of a browser: the access token lives in this tab's memory, the refresh token in a cookie no script can read.
import { problemOfResponse, unreachable } from './remote-problem.ts'

type Fresh = { access_token: string; expires_at: number }
type Answer = { access_token: string; expires_in: number }

const KNOWN = 'workernet.signed-in'
const LOCK = 'workernet.refresh'
// A token is renewed a little before it ends, so that no request meets the end.
const EARLY_MS = 30_000

export type Session = ReturnType<typeof createSession>

/**
 * `language` is asked for at every request. Renewing is a single flight across tabs: whoever holds the lock renews,
 * the others take over what it got.
 */
export function createSession(language: () => string) {
  let fresh: Fresh | null = null
  let renewing: Promise<string | null> | null = null
  const ended = new Set<(left: boolean) => void>()
  const renewed = new Set<(token: string) => void>()
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('workernet.session')

  const isFresh = () => fresh !== null && fresh.expires_at - EARLY_MS > Date.now()

  function take(next: Fresh): void {
    fresh = next
    remember(true)
    for (const tell of renewed) tell(next.access_token)
  }

  /** `left` = somebody signed out; otherwise the session ended by itself. */
  function end(left: boolean, tellOthers = true): void {
    const was = fresh !== null || isKnown()
    fresh = null
    remember(false)
    if (tellOthers) channel?.postMessage({ type: 'ended', left })
    if (was) for (const tell of ended) tell(left)
  }

  channel?.addEventListener(
    'message',
    ({ data }: MessageEvent<{ type: 'ended'; left: boolean } | { type: 'fresh'; fresh: Fresh }>) => {
      if (data.type === 'fresh') take(data.fresh)
      else end(data.left, false)
    },
  )

  async function post(path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json', 'x-session': 'cookie', 'accept-language': language() }
    return fetch(`/api/auth/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      credentials: 'same-origin',
    }).catch(() => {
      throw unreachable()
    })
  }

  async function accept(response: Response): Promise<string> {
    if (!response.ok) throw await problemOfResponse(response)
    const { access_token, expires_in } = (await response.json()) as Answer
    const next = { access_token, expires_at: Date.now() + expires_in * 1_000 }
    take(next)
    channel?.postMessage({ type: 'fresh', fresh: next })
    return access_token
  }

  /** A new access token, or null when the session is over. */
  function renew(refused?: string): Promise<string | null> {
    renewing ??= exclusively(async () => {
      if (isFresh() && fresh!.access_token !== refused) return fresh!.access_token
      const response = await post('refresh', {})
      if (response.ok) return accept(response)
      if (response.status !== 401 && response.status !== 403) throw await problemOfResponse(response)
      end(false)
      return null
    }).finally(() => (renewing = null))
    return renewing
  }

  return {
    /** Whether this browser was signed in when it was last used; only a hint, the server decides. */
    isKnown,
    /** A token that is still good, renewed when needed; null when nobody is signed in. */
    token: async (): Promise<string | null> => (isFresh() ? fresh!.access_token : isKnown() ? renew() : null),
    renew,
    async signIn(credentials: {
      username: string
      password: string
      tenant?: string
      new_password?: string
    }): Promise<void> {
      await accept(await post('login', credentials))
    },
    async signOut(): Promise<void> {
      await post('logout', {}).catch(() => undefined)
      end(true)
    },
    /** Hears whether somebody signed out (in any tab) or the session ended by itself. */
    onEnd: (listen: (left: boolean) => void) => subscribe(ended, listen),
    onRenewed: (listen: (token: string) => void) => subscribe(renewed, listen),
  }
}

function subscribe<T>(to: Set<T>, listen: T): () => void {
  to.add(listen)
  return () => void to.delete(listen)
}

/** Runs `work` while no other tab runs it; where there are no Web Locks (plain HTTP) at least not twice in this tab. */
function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const locks = navigator.locks as LockManager | null | undefined
  return locks ? (locks.request(LOCK, work) as Promise<T>) : work()
}

function isKnown(): boolean {
  try {
    return localStorage.getItem(KNOWN) === '1'
  } catch {
    return true
  }
}

function remember(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(KNOWN, '1')
    else localStorage.removeItem(KNOWN)
  } catch {
    // A browser that keeps nothing asks the server every time.
  }
}
