// The views of a list with their live figures: a column where there is room, chips and a sheet where there is not.
import { ActionIcon } from '@mantine/core'
import { IconLayoutList } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import {
  Confirm,
  type CountedSet,
  Link,
  SideDrawer,
  useCall,
  useCommand,
  useCounting,
  useT,
  type Figure,
} from '#kernel/web/index.tsx'
import { type Viewing, views } from '../contract.ts'
import { type EntryActions, useEntryName, ViewEntry, ViewLink } from './entry.tsx'
import { type Entry, type Section } from './sections.ts'
import { type ShelfOf, useShelf } from './use-shelf.ts'
import classes from './views.module.css'

const ViewForm = lazy(() => import('./view-form.tsx'))

export default function ViewsColumn(viewing: Viewing) {
  const t = useT()
  const shelf = useShelf(viewing)
  const figures = useFigures(viewing, shelf.sections)
  const [isSheetOpen, setSheetOpen] = useState(false)
  const [edited, setEdited] = useState<Entry | null>(null)
  const [removed, setRemoved] = useState<Entry | null>(null)
  const copying = useCommand(views.copy, { onDone: ({ id }) => viewing.go(id) })
  const actions: EntryActions = {
    edit: setEdited,
    copy: ({ view }) =>
      void copying.run({ id: view!.id, name: t('views.copy_of', { name: view!.name }).slice(0, 100) }),
    // One's own comes back by a click; what others see is asked about first.
    remove: (entry) => (entry.view!.visibility === 'personal' ? shelf.remove(entry.key) : setRemoved(entry)),
  }
  const column = <Sections {...{ viewing, shelf, figures, actions }} />
  return (
    <>
      <nav className={classes['column']} aria-label={t('views.many')}>
        {column}
      </nav>
      <Chips {...{ viewing, shelf, figures }} onMore={() => setSheetOpen(true)} />
      <SideDrawer title={t('views.many')} size={360} opened={isSheetOpen} onClose={() => setSheetOpen(false)}>
        <div className={classes['sheet']} onClick={(event) => leads(event.target) && setSheetOpen(false)}>
          {column}
        </div>
      </SideDrawer>
      {edited?.view && (
        <Suspense fallback={null}>
          <ViewForm
            entity={viewing.entity.name}
            view={edited.view}
            onDone={() => setEdited(null)}
            onClose={() => setEdited(null)}
          />
        </Suspense>
      )}
      {removed?.view && (
        <Confirm
          title={t('view.remove')}
          verb={t('do.delete')}
          onClose={() => setRemoved(null)}
          onConfirm={() => {
            shelf.remove(removed.key)
            setRemoved(null)
          }}
        >
          {t('view.remove_text', { name: removed.view.name })}
        </Confirm>
      )}
    </>
  )
}

const leads = (target: EventTarget) => target instanceof Element && target.closest('a') !== null

/** Figures of everything that is not put away. */
function useFigures({ entity, list, fixed, filtersOf }: Viewing, sections: readonly Section[]) {
  const call = useCall()
  const sets = useMemo(
    () =>
      sections
        .filter(({ name }) => name !== 'hidden')
        .flatMap(({ entries }) => entries)
        .map(({ key, ready, view }): CountedSet => ({ key, filters: ready ? ready.filters : filtersOf(view) })),
    [sections, filtersOf],
  )
  return useCounting({
    of: entity,
    can: list.can,
    sets,
    ask: (asked) => call(views.counts, { entity: entity.name, sets: [...asked] }),
    ...(fixed ? { fixed } : {}),
  })
}

type Parts = { viewing: Viewing; shelf: ShelfOf; figures: ReadonlyMap<string, Figure> }

function Sections({ viewing, shelf, figures, actions }: Parts & { actions: EntryActions }) {
  const t = useT()
  const [showsHidden, setShowsHidden] = useState(false)
  return (
    <>
      {shelf.sections.map((section) => (
        <section key={section.name} aria-label={t(`views.section.${section.name}`)} className={classes['section']}>
          {section.name === 'hidden' ? (
            <button
              type="button"
              className={classes['hidden']}
              aria-expanded={showsHidden}
              onClick={() => setShowsHidden(!showsHidden)}
            >
              {t('views.hidden_count', { count: section.entries.length })}
            </button>
          ) : (
            section.name !== 'ready' && (
              <p className={classes['head']} aria-hidden>
                {t(`views.section.${section.name}`)}
              </p>
            )
          )}
          {(section.name !== 'hidden' || showsHidden) &&
            section.entries.map((entry) => (
              <ViewEntry
                key={entry.key}
                {...{ entry, section, shelf, actions }}
                figure={figures.get(entry.key)}
                to={viewing.to(entry.key)}
                isChosen={entry.key === viewing.chosen}
              />
            ))}
        </section>
      ))}
      {shelf.mayCreate && (
        <Link to="/settings/views" className={classes['manage']}>
          {t('views.manage')}
        </Link>
      )}
    </>
  )
}

function Chips({ viewing, shelf, figures, onMore }: Parts & { onMore: () => void }) {
  const t = useT()
  const entries = shelf.sections.filter(({ name }) => name !== 'hidden').flatMap((section) => section.entries)
  return (
    <nav className={classes['chips']} aria-label={t('views.many')}>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('views.all')} onClick={onMore}>
        <IconLayoutList size={18} stroke={1.5} />
      </ActionIcon>
      <div className={classes['row']}>
        {entries.map((entry) => (
          <Chip key={entry.key} {...{ entry, viewing }} figure={figures.get(entry.key)} />
        ))}
      </div>
    </nav>
  )
}

function Chip({ entry, viewing, figure }: { entry: Entry; viewing: Viewing; figure: Figure | undefined }) {
  const name = useEntryName(entry)
  const isChosen = entry.key === viewing.chosen
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const row = place.current?.parentElement
    if (!isChosen || !row) return
    // The row grows narrow when a ticket opens beside the list, and its figures come after it.
    const watch = new ResizeObserver(() =>
      place.current?.firstElementChild?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    )
    for (const seen of [row, place.current!]) watch.observe(seen)
    return () => watch.disconnect()
  }, [isChosen])
  return (
    <span ref={place} className={classes['chip']}>
      <ViewLink entry={entry} name={name} to={viewing.to(entry.key)} figure={figure} isChosen={isChosen} />
    </span>
  )
}
