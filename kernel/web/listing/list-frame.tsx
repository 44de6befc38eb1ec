// What stands around records that have views: the views beside them, words to find, and the filters above as chips.
import { CloseButton, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useT } from '../language/hooks.tsx'
import { useSettled } from '../references/settled.ts'
import { FilterChip } from './filter-chip.tsx'
import classes from './listing.module.css'
import type { Listing, ShownList } from './shown.ts'

type Props = { listing: Listing; shown: ShownList; onShow: (shown: ShownList) => void }

/** `head` stands beside the title, `chips` are all filters unless some have a place of their own; texts: `<entity>.search`, `<entity>.many`. */
export function ListFrame({
  listing,
  shown,
  onShow,
  views,
  head,
  bar,
  chips = listing.filters,
  counted,
  children,
}: Props & {
  views: ReactNode
  head: ReactNode
  bar: ReactNode
  chips?: readonly string[]
  counted?: string
  children: ReactNode
}) {
  const t = useT()
  const { name } = listing.of
  const isAny = Object.keys(shown.filters).length > 0
  return (
    <div className={classes['frame']}>
      <div className={classes['page']}>
        <div className={classes['views']}>{views}</div>
        <section className={classes['pane']} aria-label={t(`${name}.many`)}>
          <div className={classes['head']}>
            <h1>{t(`${name}.many`)}</h1>
            <SearchField key={shown.view} name={name} shown={shown} onShow={onShow} />
            {head}
          </div>
          {bar}
          <div className={classes['chips']} role="group" aria-label={t('filters')}>
            {chips.map((filter) => (
              <FilterChip key={filter} listing={listing} name={filter} shown={shown} onShow={onShow} />
            ))}
            {isAny && (
              <UnstyledButton className={classes['clear']} onClick={() => onShow({ ...shown, filters: {} })}>
                {t('listing.reset')}
              </UnstyledButton>
            )}
            {counted && <span className={classes['total']}>{t('list.total', { number: counted })}</span>}
          </div>
          {children}
        </section>
      </div>
    </div>
  )
}

function SearchField({ name, shown, onShow }: Omit<Props, 'listing'> & { name: string }) {
  const t = useT()
  const [words, setWords] = useState(shown.q)
  const settled = useSettled(words.trim(), 250)
  useEffect(() => {
    if (settled !== shown.q && settled === words.trim()) onShow({ ...shown, q: settled })
    // Only what is typed starts a search; the rest of `shown` is taken as it is at that moment.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [settled])
  return (
    <TextInput
      type="search"
      className={classes['search']!}
      aria-label={t(`${name}.search`)}
      placeholder={t(`${name}.search`)}
      value={words}
      onChange={(event) => setWords(event.currentTarget.value)}
      leftSection={<IconSearch size={16} stroke={1.5} />}
      rightSection={
        words ? (
          <CloseButton
            size="sm"
            aria-label={t('listing.clear_search')}
            onClick={() => {
              setWords('')
              onShow({ ...shown, q: '' })
            }}
          />
        ) : null
      }
    />
  )
}
