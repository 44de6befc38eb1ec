// Puts the parts together and draws the first screen.
import { QueryClient } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { type Action, Problem } from '../../contract/index.ts'
import { createCall } from '../call/client.ts'
import type { WebPlatform } from '../call/platform.tsx'
import { createSession } from '../call/session.ts'
import { firstLanguage, LANGUAGE_FILES } from '../language/catalogue.ts'
import type { Language } from '../language/languages.ts'
import { createTexts } from '../language/texts.ts'
import { createCacheKeeper } from '../live/cache.ts'
import { createLive, type Socket } from '../live/client.ts'
import type { Me, MeAnswer } from '../me.tsx'
import type { WebModule } from '../module.tsx'
import { startWorker } from '../offline/install.ts'
import { createOffline } from '../offline/offline.ts'
import { createReferenceLoader } from '../references/loader.ts'
import { App } from './app.tsx'
import { watchHints } from '#ui/hint/hint.ts'

/** What the composition decides: who one is, and who sees the customers' frame. */
export type WebOptions = {
  modules: readonly WebModule[]
  me: Action<{}, {}, MeAnswer>
  /** Keeps the language in the profile, so that mails come in it too. */
  keepLanguage: Action<{ language?: Language }, any, unknown>
  inPortal: (me: Me) => boolean
  /** Where one's own profile is. */
  profile: string
  /** The page for those who have forgotten their password. */
  forgotten?: string
}

export type Web = WebOptions & { platform: WebPlatform; cache: QueryClient; texts: ReturnType<typeof createTexts> }

export async function startWeb(element: HTMLElement, options: WebOptions): Promise<void> {
  reloadWhenOutdated()
  const texts = createTexts([LANGUAGE_FILES, ...options.modules.map((module) => module.text)])
  await texts.speak(firstLanguage(), { byChoice: false })
  const cache = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        refetchOnWindowFocus: false,
        retry: worthRetrying,
        throwOnError: false,
        // Without a connection questions are asked all the same: what is kept in this browser answers them.
        networkMode: 'always',
        refetchOnReconnect: true,
      },
      // Without a connection a change is refused at once, with what was typed still there, instead of waiting unseen.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  const session = createSession(texts.language)
  const offline = createOffline({
    me: options.me.name,
    shares: options.modules.flatMap((module) => module.offline ?? []),
    onReturn: () => void cache.invalidateQueries(),
    onSent: ({ about }) => {
      const id = about.slice(about.indexOf(':') + 1)
      void cache.invalidateQueries({
        predicate: ({ queryKey }) => (queryKey[1] as { id?: string } | undefined)?.id === id,
      })
    },
  })
  session.onEnd((left) => void offline.ended(left))
  const call = offline.keeping(createCall(session, texts.language))
  let me = ''
  cache.getQueryCache().subscribe(({ query }) => {
    if (query.queryKey[0] === options.me.name) me = (query.state.data as MeAnswer | undefined)?.user.id ?? me
  })
  const live = createLive({
    open: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/realtime`) as unknown as Socket,
    token: (refused) => (refused === null ? session.token() : session.renew(refused)),
  })
  const cacheKeeper = createCacheKeeper(cache, () => me)
  const sources = Object.assign({}, ...options.modules.map((module) => module.references)) as WebModule['references']
  const platform: WebPlatform = {
    call,
    session,
    live,
    cacheKeeper,
    references: createReferenceLoader(call, sources),
    offline,
  }

  live.onEvent((event) => {
    cacheKeeper.hear(event)
    if (event.channels.includes(`user:${me}`)) void cache.invalidateQueries({ queryKey: [options.me.name] })
  })
  live.onSubscribed((channels) => cacheKeeper.subscribed(channels))
  live.onGap(() => void cache.invalidateQueries())
  session.onRenewed((token) => live.renewed(token))
  window.addEventListener('online', () => live.wake())
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && live.wake())

  startWorker((key) => texts.t(key))
  watchHints()
  createRoot(element).render(
    <StrictMode>
      <App web={{ ...options, platform, cache, texts }} />
    </StrictMode>,
  )
}

/** What the server refused stays refused; what did not reach it is tried again. */
function worthRetrying(failures: number, error: Error): boolean {
  const passing = error instanceof Problem && [0, 502, 503, 504].includes(error.status)
  return passing && failures < 3
}

// After an update of the server the old page's files are gone: load the new page, but never in a circle.
function reloadWhenOutdated(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem('workernet.reloaded') ?? 0)
    if (Date.now() - last < 20_000) return
    event.preventDefault()
    sessionStorage.setItem('workernet.reloaded', String(Date.now()))
    location.reload()
  })
}
