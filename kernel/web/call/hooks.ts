// Actions as React hooks: answers are cached under `[action.name, input]`.
import {
  hashKey,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { type Action, MAX_LIMIT, type Page, Problem } from '../../contract/index.ts'
import type { AnswerMark } from '../live/cache.ts'
import type { CallOptions } from './client.ts'
import { usePlatform } from './platform.tsx'

/** The key of an answer in the cache. */
export const keyOf = <I>(action: Action<I>, input: I) => [action.name, input] as const

const markOf = (action: Action): AnswerMark & Record<string, unknown> => (action.about ? { about: action.about } : {})

export type ActionOptions = {
  /** Off = not asked yet. */
  enabled?: boolean
  /** Shows the answer to the previous input until the new one is there: lists do not flicker while filters change. */
  keep?: boolean
  /** Ask again after so many milliseconds when shown again; live answers need none. */
  staleMs?: number
}

/** Asks a query and keeps its answer. */
export function useAction<I, P, O>(
  action: Action<I, P, O>,
  input: I,
  options: ActionOptions = {},
): UseQueryResult<O, Problem> {
  const { call } = usePlatform()
  return useQuery<O, Problem, O>({
    queryKey: keyOf(action, input),
    queryFn: ({ signal }) => call(action, input, { signal }),
    meta: markOf(action),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
    ...(options.keep ? { placeholderData: ((previous: O | undefined) => previous) as never } : {}),
  })
}

export type InfiniteAnswer<R> = {
  /** All records of all pages that were fetched, in order. */
  items: readonly R[]
  /** How many there are in all, when the input asked for `total`. */
  total: number | undefined
  /** There are more than `total`. */
  isTotalCapped: boolean
  /** How many changes wait at the top, so that nothing moves while somebody reads further down. */
  newer: number
  /** Begins again at the first page, with what waited. */
  showNewer: () => void
  isPending: boolean
  /** The pages belong to an earlier input; those of this one are on their way. */
  isPrevious: boolean
  isFetching: boolean
  hasMore: boolean
  isFetchingMore: boolean
  fetchMore: () => void
  refetch: () => void
  problem: Problem | null
}

export type InfiniteOptions = {
  enabled?: boolean
  /** Nothing may move now: somebody reads below the top. Lists of more than one page are held by themselves. */
  hold?: boolean
}

/** Asks a list page by page, following its `next` cursor; pages after the first are larger, the total is asked for once. */
export function useInfiniteAction<I, P, R>(
  action: Action<I, P, Page<R>>,
  input: I,
  { hold = false, ...options }: InfiniteOptions = {},
): InfiniteAnswer<R> {
  const { call, cacheKeeper } = usePlatform()
  const queryKey = [action.name, input, 'pages'] as const
  const hash = hashKey(queryKey)
  const further = { ...input, total: undefined, ...((input as { limit?: number }).limit ? { limit: MAX_LIMIT } : {}) }
  const answer: UseInfiniteQueryResult<{ pages: Page<R>[] }, Problem> = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => call(action, pageParam ? { ...further, cursor: pageParam } : input, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page<R>) => page.next,
    placeholderData: (previous) => previous,
    meta: markOf(action),
    // Hundreds of pages are not fetched again because somebody came back.
    refetchOnMount: ({ state }) => ((state.data as { pages: unknown[] } | undefined)?.pages.length ?? 0) <= 1,
    ...options,
  })
  const { fetchNextPage, refetch, isFetchingNextPage, hasNextPage, isFetchNextPageError } = answer
  const { waiting, beginAgain } = cacheKeeper
  const newer = useSyncExternalStore(waiting.listen, () => waiting.count(hash))
  useEffect(() => (hold ? waiting.hold(hash) : undefined), [hold, hash, waiting])
  return {
    items: itemsOf(answer.data),
    total: answer.data?.pages[0]?.total,
    isTotalCapped: answer.data?.pages[0]?.total_capped ?? false,
    newer,
    // oxlint-disable-next-line react/exhaustive-deps -- the hash is the key
    showNewer: useCallback(() => void beginAgain(queryKey), [beginAgain, hash]),
    isPending: answer.isPending,
    isPrevious: answer.isPlaceholderData,
    isFetching: answer.isFetching,
    hasMore: hasNextPage,
    isFetchingMore: isFetchingNextPage,
    fetchMore: useCallback(() => void fetchNextPage(), [fetchNextPage]),
    refetch: useCallback(
      () => void (isFetchNextPageError ? fetchNextPage() : refetch()),
      [isFetchNextPageError, fetchNextPage, refetch],
    ),
    problem: answer.error,
  }
}

const flattened = new WeakMap<object, readonly unknown[]>()
/** The same array for the same pages, so that tables do not draw anew for nothing. */
function itemsOf<R>(data: { pages: Page<R>[] } | undefined): readonly R[] {
  if (!data) return []
  const known = flattened.get(data) ?? data.pages.flatMap((page) => page.items)
  flattened.set(data, known)
  return known as readonly R[]
}

export type CommandOptions<I, O> = {
  /**
   * What the screen shows before the server has answered: the changed fields of the record (with its id), or, for
   * anything else, a change of the cache of one's own that answers how to undo it.
   */
  optimistic?: (input: I, cache: QueryClient) => ({ id: string } & Record<string, unknown>) | (() => void) | void
  onDone?: (answer: O, input: I) => void
  onProblem?: (problem: Problem, input: I) => void
}

export type Command<I, O> = {
  /** Answers what the server answered, or null when it refused: the refusal is then in `problem`. */
  run: (input: I, options?: CallOptions) => Promise<O | null>
  isPending: boolean
  problem: Problem | null
  /** Forgets the last refusal. */
  reset: () => void
}

type Shown = { undo: () => void; settle?: () => void }

/** Runs a command; the record it answers is taken into every cached get and list at once. */
export function useCommand<I, P, O>(action: Action<I, P, O>, options: CommandOptions<I, O> = {}): Command<I, O> {
  const { call, cacheKeeper } = usePlatform()
  const cache = useQueryClient()
  const entity = action.about?.name
  type Variables = { input: I; how: CallOptions | undefined }
  const mutation = useMutation<O, Problem, Variables, Shown | undefined>({
    mutationFn: ({ input, how }) => call(action, input, how),
    onMutate: ({ input }) => {
      const shown = options.optimistic?.(input, cache)
      if (typeof shown === 'function') return { undo: shown }
      return shown && entity ? cacheKeeper.show(entity, shown) : undefined
    },
    onSuccess: (answer, { input }, shown) => {
      shown?.settle?.()
      const id =
        (answer as { id?: unknown } | null)?.id ??
        (action.method === 'DELETE' ? (input as { id?: unknown }).id : undefined)
      if (entity && typeof id === 'string') {
        if (action.method === 'DELETE') cacheKeeper.remove(entity, id)
        else cacheKeeper.put(entity, answer as { id: string } & Record<string, unknown>)
      }
      options.onDone?.(answer, input)
    },
    onError: (problem, { input }, shown) => {
      shown?.undo()
      options.onProblem?.(problem, input)
    },
  })
  const { mutateAsync, reset } = mutation
  return {
    run: useCallback((input, how) => mutateAsync({ input, how }).catch(onlyProblems), [mutateAsync]),
    isPending: mutation.isPending,
    problem: mutation.error,
    reset,
  }
}

function onlyProblems(error: unknown): null {
  if (error instanceof Problem) return null
  throw error
}
