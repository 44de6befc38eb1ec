// Providers around everything, and the gate: signed in or not.
import { DirectionProvider, localStorageColorSchemeManager, MantineProvider, useDirection } from '@mantine/core'
import { type QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { ANYONE, ComponentState } from '../../contract/index.ts'
import { themeOf, variablesFor } from '#ui/theme.ts'
import { PlatformProvider, usePlatform } from '../call/platform.tsx'
import { chosenLanguage } from '../language/catalogue.ts'
import { LanguageProvider, useLanguage, ZoneProvider } from '../language/hooks.tsx'
import { isLanguage } from '../language/languages.ts'
import { meOf, MeProvider, type MeAnswer } from '../me.tsx'
import { ModulesProvider, modulesOn } from '../module.tsx'
import { ErrorBoundary } from '../problem/error-boundary.tsx'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import { FrameSkeleton } from '../frame/skeleton.tsx'
import { Toasts } from '../frame/toasts.tsx'
import { linkManifest } from '../offline/install.ts'
import { readAhead } from '../offline/ahead.ts'
import { createAppRouter } from './router.tsx'
import type { Web } from './start.tsx'
import { forgetPrivate } from './private-store.ts'

const SignIn = lazy(() => import('./sign-in.tsx'))
const themes = localStorageColorSchemeManager({ key: 'workernet.theme' })

export function App({ web }: { web: Web }) {
  return (
    <LanguageProvider texts={web.texts}>
      <QueryClientProvider client={web.cache}>
        <PlatformProvider value={web.platform}>
          <ModulesProvider value={web.modules}>
            <Gate web={web} />
          </ModulesProvider>
        </PlatformProvider>
      </QueryClientProvider>
    </LanguageProvider>
  )
}

const KNOWN_BRAND = 'workernet.brand'
/** The brand of the last visit, so that the first picture is already in it. */
const rememberedBrand = (): string | undefined => localStorage.getItem(KNOWN_BRAND) ?? undefined

function Gate({ web }: { web: Web }) {
  const { session, live, call, offline } = usePlatform()
  const { direction, setLanguage } = useLanguage()
  const [state, setState] = useState<'in' | 'out' | 'ended'>(session.isKnown() ? 'in' : 'out')
  const me = useQuery<MeAnswer>({
    queryKey: [web.me.name, {}],
    queryFn: () => call(web.me, {}),
    enabled: state === 'in',
    staleTime: Infinity,
  })
  const answer = me.data

  // Whoever signs out, here or in another tab, leaves nothing to see. A session that ends by itself leaves the page as it is, with a sign-in over it: nothing that was typed is lost.
  useEffect(
    () =>
      session.onEnd((left) => {
        setState((before) => (before === 'in' && answer && !left ? 'ended' : 'out'))
        if (left) forgetEverything(web.cache)
      }),
    [session, answer, web.cache],
  )
  useEffect(() => {
    if (state !== 'in' || !answer) return
    live.start()
    return live.stop
  }, [state, answer?.user.id, live]) // oxlint-disable-line react/exhaustive-deps
  // What is switched off or on for everybody here shows at once, in every window.
  useEffect(() => {
    const leave = live.listen([ComponentState.name])
    const stop = live.onEvent(({ channels }) => {
      if (channels.includes(ComponentState.name)) void web.cache.invalidateQueries({ queryKey: [web.me.name] })
    })
    return () => {
      stop()
      leave()
    }
  }, [live, web])
  const off = answer?.components_off?.join(' ') ?? ''
  const modules = useMemo(() => modulesOn(web.modules, off.split(' ')), [web.modules, off])
  // On a new device the profile's language wins over the browser's.
  useEffect(() => {
    const language = answer?.user.language
    if (isLanguage(language) && chosenLanguage() === null) void setLanguage(language)
  }, [answer?.user.language, setLanguage])

  const brand = answer ? answer.tenant.config.theme['primary_color'] : rememberedBrand()
  useEffect(() => {
    if (answer) localStorage.setItem(KNOWN_BRAND, brand ?? '')
  }, [answer, brand])

  useEffect(() => {
    if (answer) linkManifest(answer.tenant.id)
  }, [answer])

  const signOut = useCallback(async () => {
    live.stop()
    await session.signOut()
  }, [session, live])
  const person = useMemo(() => answer && meOf(answer, signOut), [answer, signOut])
  useEffect(() => {
    return state === 'in' && person ? readAhead(offline, person) : undefined
  }, [state, person, offline])
  const router = useMemo(
    () => (person ? createAppRouter(web, web.inPortal(person)) : null),
    [web, person?.user.id, person?.user.role], // oxlint-disable-line react/exhaustive-deps
  )
  // Pages for whoever holds the link: they stand by themselves, whether somebody is signed in or not.
  const entrance = web.modules
    .flatMap((module) => module.pages)
    .find(({ can, path }) => can === ANYONE && path === location.pathname)
  const theme = useMemo(() => themeOf(brand), [brand])
  const variables = useMemo(() => variablesFor(brand), [brand])

  async function signedIn(): Promise<void> {
    const before = answer?.user.id
    const fresh = await call(web.me, {})
    if (before && before !== fresh.user.id) web.cache.clear()
    web.cache.setQueryData([web.me.name, {}], fresh)
    setState('in')
  }

  return (
    <DirectionProvider initialDirection={direction} detectDirection={false}>
      <FollowDirection />
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        colorSchemeManager={themes}
        defaultColorScheme="auto"
      >
        <Toasts />
        <ErrorBoundary>
          <Suspense fallback={null}>
            {entrance ? (
              <entrance.view />
            ) : state === 'out' ? (
              <SignIn onDone={signedIn} forgotten={web.forgotten} />
            ) : person && router ? (
              <MeProvider value={person}>
                <ZoneProvider zone={(person.user['zone'] as string | null | undefined) ?? null}>
                  <ModulesProvider value={modules}>
                    <RouterProvider router={router} />
                  </ModulesProvider>
                </ZoneProvider>
                {state === 'ended' && <SignIn onDone={signedIn} over username={person.user.email} />}
              </MeProvider>
            ) : me.error ? (
              <ProblemAlert problem={me.error as never} onRetry={() => void me.refetch()} />
            ) : (
              <FrameSkeleton />
            )}
          </Suspense>
        </ErrorBoundary>
      </MantineProvider>
    </DirectionProvider>
  )
}

/** What the next person at this machine must not find. */
function forgetEverything(cache: QueryClient): void {
  cache.clear()
  sessionStorage.clear()
  forgetPrivate(localStorage)
  // What is on screen still is taken down after this, and may keep itself once more.
  setTimeout(() => forgetPrivate(localStorage))
}

/** The component library keeps a direction of its own; it follows the language without drawing everything anew. */
function FollowDirection() {
  const { direction } = useLanguage()
  const { setDirection } = useDirection()
  useEffect(() => setDirection(direction), [direction]) // oxlint-disable-line react/exhaustive-deps
  return null
}
