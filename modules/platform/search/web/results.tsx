// Everything that was found for the words in the address, page by page.
import { Button, Chip, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import {
  Link,
  Marked,
  ProblemAlert,
  rememberSearch,
  RowsSkeleton,
  useAddress,
  useCall,
  useFoundKinds,
  useInPortal,
  useMe,
  useSettled,
  useT,
} from '#kernel/web/index.tsx'
import type { Problem } from '#kernel/contract/index.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { search, type SearchAnswer, type SearchHit } from '../contract.ts'
import classes from './results.module.css'

const PAGE = 20

function useResults(q: string, entity: string, kinds: string[]) {
  const call = useCall()
  const answer = useInfiniteQuery<SearchAnswer, Problem, { pages: SearchAnswer[] }, unknown[], string | null>({
    queryKey: [search.find.name, q, entity, kinds, 'pages'],
    queryFn: ({ pageParam }) =>
      call(search.find, {
        q,
        limit: PAGE,
        entity: entity || kinds,
        ...(pageParam ? { cursor: pageParam } : {}),
      }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous,
    enabled: q !== '' && kinds.length > 0,
    retry: false,
  })
  return { ...answer, items: answer.data?.pages.flatMap(({ items }) => items) ?? [], first: answer.data?.pages[0] }
}

export default function Results() {
  const t = useT()
  const { search: address, setSearch } = useAddress()
  const { user } = useMe()
  const kinds = useFoundKinds()
  const asked = address['q'] ?? ''
  const entity = address['entity'] ?? ''
  const [typed, setTyped] = useState(asked)
  const [shown, setShown] = useState(asked)
  const settled = useSettled(typed.trim())
  // Going back in the history brings back the words of that place.
  if (shown !== asked) {
    setShown(asked)
    if (asked !== typed.trim()) setTyped(asked)
  }
  useEffect(() => {
    if (settled === typed.trim() && settled !== asked)
      setSearch({ q: settled || undefined }, { replace: asked.startsWith(settled) || settled.startsWith(asked) })
  }, [settled, typed, asked, setSearch])
  const found = useResults(asked, entity, Object.keys(kinds))
  const { items, first } = found
  const meant = first?.corrections.map((one) => one.meant).join(' ')

  return (
    <>
      <PageHeader title={t('search.title')} />
      <form
        className={classes['form']}
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          setSearch({ q: typed.trim() || undefined })
          rememberSearch(user.id, typed)
        }}
      >
        <TextInput
          size="md"
          type="search"
          dir="auto"
          aria-label={t('search.what')}
          placeholder={t('search.what')}
          leftSection={<IconSearch size={18} stroke={1.5} />}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </form>
      <div role="toolbar" className={classes['kinds']} aria-label={t('search.kinds')}>
        <Chip.Group
          value={entity || 'all'}
          onChange={(value) => setSearch({ entity: value === 'all' ? undefined : String(value) }, { replace: false })}
        >
          {[
            ['all', 'search.all'] as const,
            ...Object.entries(kinds).map(([name, { many }]) => [name, many] as const),
          ].map(([name, label]) => (
            <Chip key={name} value={name} variant="light">
              {t(label)}
            </Chip>
          ))}
        </Chip.Group>
      </div>
      <ProblemAlert problem={found.error} onRetry={() => void found.refetch()} />
      {found.error?.refusals.map(({ code, params }) => (
        <p key={code} role="alert">
          {t(`invalid.${code}`, params)}
        </p>
      ))}
      <p role="status" className={classes['told']}>
        {asked && meant ? t('search.meant', { meant }) : asked && first?.relaxed ? t('search.relaxed') : ''}
      </p>
      {found.isLoading && <RowsSkeleton />}
      {items.length > 0 && (
        <ul className={classes['hits']} aria-label={t('search.results')} aria-busy={found.isPlaceholderData}>
          {items.map((hit) => (
            <HitRow key={hit.id} hit={hit} />
          ))}
        </ul>
      )}
      {!asked && (
        <EmptyState icon={<IconSearch size={24} stroke={1.5} />} title={t('search.begin')}>
          {t('search.begin_text')}
        </EmptyState>
      )}
      {asked && first && items.length === 0 && (
        <EmptyState icon={<IconSearch size={24} stroke={1.5} />} title={t('search.nothing')}>
          {t('search.nothing_text')}
        </EmptyState>
      )}
      {found.hasNextPage && (
        <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('do.show_more')}
        </Button>
      )}
    </>
  )
}

function HitRow({ hit }: { hit: SearchHit }) {
  const t = useT()
  const portal = useInPortal()
  const kind = useFoundKinds()[hit.entity]
  if (!kind) return null
  return (
    <li className={classes['hit']}>
      <kind.icon size={20} stroke={1.5} />
      <div>
        <Link to={kind.to(hit, portal)} className={classes['title']}>
          <bdi>
            <Marked text={hit.title} marks={hit.marks} />
          </bdi>
        </Link>
        {hit.snippet.text && (
          <p className={classes['line']}>
            <bdi>
              <Marked text={hit.snippet.text} marks={hit.snippet.marks} />
            </bdi>
          </p>
        )}
        <p className="wn-quiet">{t(kind.many)}</p>
      </div>
    </li>
  )
}
