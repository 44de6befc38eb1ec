// A stage for tests of components: real texts, cache and router; a server that answers what the test says.
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext } from 'react'
import type { Action, Scope } from '../contract/index.ts'
import type { CallOptions } from './call/client.ts'
import { PlatformProvider, type WebPlatform } from './call/platform.tsx'
import { createSession } from './call/session.ts'
import { LANGUAGE_FILES } from './language/catalogue.ts'
import { LanguageProvider } from './language/hooks.tsx'
import type { Language } from './language/languages.ts'
import { createTexts } from './language/texts.ts'
import { createCacheKeeper } from './live/cache.ts'
import { createLive } from './live/client.ts'
import { type Me, meOf, MeProvider } from './me.tsx'
import { ModulesProvider, type WebModule } from './module.tsx'
import { createOffline } from './offline/offline.ts'
import { createReferenceLoader } from './references/loader.ts'
import { parseSearch, pathOf } from './shell/address.ts'

export type Asked = { name: string; input: unknown; options: CallOptions | undefined }

export type StageOptions = {
  /** Answers an action, or throws a Problem. */
  answer?: (asked: Asked, action: Action) => unknown
  modules?: readonly WebModule[]
  /** Texts beside the shell's, by key. */
  texts?: Record<string, string>
  permissions?: Record<string, Scope>
  language?: Language
  path?: string
}

/** What a component needs around it; `asked` collects what it asked of the server. */
export async function stage({
  answer = () => null,
  modules = [],
  texts: own = {},
  permissions = {},
  language = 'en',
  path = '/',
}: StageOptions = {}) {
  const texts = createTexts([LANGUAGE_FILES, ...modules.map((module) => module.text), { [language]: async () => own }])
  await texts.speak(language, { byChoice: false })
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } })
  const asked: Asked[] = []
  const call: WebPlatform['call'] = async (action, input, options) => {
    const one = { name: action.name, input, options }
    asked.push(one)
    return (await answer(one, action)) as never
  }
  const sources = Object.assign({}, ...modules.map((module) => module.references)) as WebModule['references']
  const platform: WebPlatform = {
    call,
    session: createSession(texts.language),
    live: createLive({
      open: () => ({ send() {}, close() {}, onopen: null, onmessage: null, onclose: null }),
      token: async () => null,
    }),
    cacheKeeper: createCacheKeeper(cache, () => 'ann'),
    references: createReferenceLoader(call, sources),
    offline: createOffline({ me: '', shares: [], onReturn: () => {}, onSent: () => {} }),
  }
  const person = { id: 'ann', name: 'Ann', email: 'ann@acme.test', role: 'agent', language, version: 1 }
  const organisation = { id: 'acme', name: 'Acme', slug: 'acme', config: { theme: {} } }
  const me: Me = meOf({ user: person, tenant: organisation, permissions }, async () => {})

  const Shown = createContext<ReactNode>(null)
  const Page = () => useContext(Shown)
  const router = createRouter({
    routeTree: createRootRoute({ component: Page, notFoundComponent: Page }),
    history: createMemoryHistory({ initialEntries: [path] }),
    parseSearch,
    stringifySearch: (search) => pathOf('', search as Record<string, string>),
  })
  const Stage = ({ children }: { children: ReactNode }) => {
    return (
      <LanguageProvider texts={texts}>
        <QueryClientProvider client={cache}>
          <PlatformProvider value={platform}>
            <ModulesProvider value={modules}>
              <MantineProvider env="test">
                <MeProvider value={me}>
                  <Shown.Provider value={children}>
                    <RouterProvider router={router} />
                  </Shown.Provider>
                </MeProvider>
              </MantineProvider>
            </ModulesProvider>
          </PlatformProvider>
        </QueryClientProvider>
      </LanguageProvider>
    )
  }
  return { Stage, asked, cache, platform }
}
