// Where the person is: paths and searches, without the router's own types.
import { useLocation, useParams, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

export type Search = Record<string, string>

export type Address = {
  path: string
  params: Readonly<Record<string, string>>
  search: Readonly<Search>
  /** Goes to a path (with its own `?search`); `replace` leaves no trace in the history. */
  go: (to: string, options?: { replace?: boolean }) => void
  back: () => void
  /** Changes parts of the search; an empty text or undefined takes a part away. */
  setSearch: (change: Record<string, string | undefined>, options?: { replace?: boolean }) => void
}

/** The address of the page that is shown. */
export function useAddress(): Address {
  const router = useRouter()
  const location = useLocation()
  const params: Record<string, string> = useParams({ strict: false })
  const go: Address['go'] = useCallback(
    (to, { replace = false } = {}) => (replace ? router.history.replace(to) : router.history.push(to)),
    [router],
  )
  const setSearch: Address['setSearch'] = useCallback(
    (change, { replace = true } = {}) => {
      const { pathname, search } = router.state.location
      const next = Object.entries({ ...(search as Search), ...change }).filter(([, value]) => value)
      go(pathOf(pathname, Object.fromEntries(next) as Search), { replace })
    },
    [router, go],
  )
  const back = useCallback(() => router.history.back(), [router])
  return { path: location.pathname, params, search: location.search as Search, go, back, setSearch }
}

/** A path with its search. */
export const pathOf = (path: string, search: Search): string => {
  const asked = new URLSearchParams(search).toString()
  return asked ? `${path}?${asked}` : path
}

/** A search is words, whatever they look like: `?q=007` stays `007`. */
export const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text))
