// Paths to pages. A path may have a page for staff and another for customers: a link in a mail fits both.
import {
  createBrowserHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
  Outlet,
} from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { ANYONE, SIGNED_IN } from '../../contract/index.ts'
import { PageSkeleton } from '../frame/skeleton.tsx'
import { PortalFrame } from '../frame/portal.tsx'
import { WorkspaceFrame } from '../frame/workspace.tsx'
import { useMenu } from '../frame/menu.ts'
import { WholeTexts } from '../language/hooks.tsx'
import { useMe } from '../me.tsx'
import { type Page, useModules } from '../module.tsx'
import { PageError } from '../problem/error-boundary.tsx'
import { Forbidden, NotFound, NothingHere, SwitchedOff } from '../problem/pages.tsx'
import { parseSearch, pathOf } from './address.ts'
import classes from '../frame/frame.module.css'
import type { Web } from './start.tsx'

const SettingsPage = lazy(() => import('../frame/settings.tsx'))

/** The router of one person's pages. */
export function createAppRouter(web: Web, portal: boolean) {
  const Frame = portal ? PortalFrame : WorkspaceFrame
  const root = createRootRoute({
    component: () => (
      <Frame profile={web.profile} keepLanguage={web.keepLanguage}>
        <Outlet />
      </Frame>
    ),
    notFoundComponent: NotFound,
    errorComponent: ({ error, reset }) => <PageError error={error} onRetry={reset} />,
  })
  const pages = web.modules
    .flatMap((module) => module.pages)
    .filter((page) => page.can !== ANYONE && (page.portal === portal || page.can === SIGNED_IN))
  const byPath = new Map(pages.map((page) => [page.path, page]))
  const routes = [...byPath.values()].map((page) =>
    createRoute({
      getParentRoute: () => root,
      path: page.path,
      component: () => <PageView page={page} />,
      loader: () => void page.load().catch(() => undefined),
      errorComponent: ({ error, reset }) => <PageError error={error} onRetry={reset} />,
    }),
  )
  const start = createRoute({ getParentRoute: () => root, path: '/', component: Start })
  const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: Settings })
  return createRouter({
    routeTree: root.addChildren([...(byPath.has('/') ? [] : [start]), ...(portal ? [] : [settings]), ...routes]),
    history: createBrowserHistory(),
    defaultPreload: 'intent',
    scrollRestoration: true,
    parseSearch,
    stringifySearch: (search) => pathOf('', search as Record<string, string>),
  })
}

function PageView({ page }: { page: Page }) {
  const { can, view: View, bare, first } = page
  const me = useMe()
  const isThere = useModules().some(({ pages }) => pages.includes(page))
  if (!isThere) return <SwitchedOff />
  if (!me.may(can)) return <Forbidden />
  return (
    <div className={bare ? classes['bare'] : classes['page']}>
      <Suspense fallback={<PageSkeleton />}>
        {first ? (
          <View />
        ) : (
          <WholeTexts>
            <View />
          </WholeTexts>
        )}
      </Suspense>
    </div>
  )
}

function Settings() {
  return (
    <div className={classes['page']}>
      <Suspense fallback={<PageSkeleton />}>
        <WholeTexts>
          <SettingsPage />
        </WholeTexts>
      </Suspense>
    </div>
  )
}

/** The first thing on one's menu. */
function Start() {
  const [first] = useMenu()
  return first ? <Navigate to={first.to} replace /> : <NothingHere />
}
