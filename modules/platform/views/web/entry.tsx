// One view in the column: its name, who sees it, how many records it shows, and what may be done with it.
import { ActionIcon } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconDots,
  IconEyeOff,
  IconEye,
  IconLock,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from '@tabler/icons-react'
import { type Figure, Link, Reference, useFormat, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { type Entry, movedTo, type Section } from './sections.ts'
import type { ShelfOf } from './use-shelf.ts'
import classes from './views.module.css'

export type EntryActions = {
  edit: (entry: Entry) => void
  copy: (entry: Entry) => void
  remove: (entry: Entry) => void
}
type Props = {
  entry: Entry
  section: Section
  shelf: ShelfOf
  figure: Figure | undefined
  to: string
  isChosen: boolean
  actions: EntryActions
}

export function ViewEntry({ entry, section, shelf, figure, to, isChosen, actions }: Props) {
  const name = useEntryName(entry)
  const index = section.entries.indexOf(entry)
  const move = (place: number) => {
    const places = movedTo(section.entries, entry.key, place)
    if (places) shelf.arrange(places)
  }
  return (
    <div
      className={classes['entry']}
      data-chosen={isChosen}
      draggable
      onDragStart={({ dataTransfer }) => dataTransfer.setData(DRAGGED, entry.key)}
      onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
      onDrop={({ dataTransfer }) => {
        const places = movedTo(section.entries, dataTransfer.getData(DRAGGED), index)
        if (places) shelf.arrange(places)
      }}
      onKeyDown={(event) => {
        if (!event.altKey || (event.code !== 'ArrowUp' && event.code !== 'ArrowDown')) return
        event.preventDefault()
        move(event.code === 'ArrowUp' ? index - 1 : index + 1)
      }}
    >
      <ViewLink entry={entry} name={name} to={to} figure={figure} isChosen={isChosen} />
      <EntryMenu {...{ entry, name, section, shelf, actions, move, index }} />
    </div>
  )
}

const DRAGGED = 'application/x-view'

type LinkProps = { entry: Entry; name: string; to: string; figure: Figure | undefined; isChosen: boolean }
export function ViewLink({ entry, name, to, figure, isChosen }: LinkProps) {
  const t = useT()
  const { view } = entry
  return (
    <Link
      to={to}
      className={classes['view']}
      draggable={false}
      data-chosen={isChosen}
      aria-current={isChosen ? 'true' : undefined}
    >
      {view?.visibility === 'team' && (
        <IconLock size={14} stroke={1.5} role="img" aria-label={t('views.private')} className={classes['mark']} />
      )}
      <span className={classes['name']} title={name}>
        <bdi>{name}</bdi>{' '}
      </span>
      <Count figure={figure} />
    </Link>
  )
}

function Count({ figure }: { figure: Figure | undefined }) {
  const format = useFormat()
  if (!figure) return null
  const most = figure.more || figure.count > 999
  return <span className={classes['count']}>{most ? `${format.number(999)}+` : format.number(figure.count)}</span>
}

/** What an entry is called: ready ones in the reader's language. */
export function useEntryName({ ready, view }: Entry): string {
  const t = useT()
  return ready ? t(ready.label) : view.name
}

type MenuProps = {
  entry: Entry
  name: string
  section: Section
  shelf: ShelfOf
  actions: EntryActions
  move: (place: number) => void
  index: number
}

function EntryMenu({ entry, name, section, shelf, actions, move, index }: MenuProps) {
  const t = useT()
  const { view, place } = entry
  const set = (change: object) => shelf.arrange([{ ...place, ...change }])
  const mayKeep = view !== undefined && shelf.mayKeep(view)
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          className={classes['more']!}
          aria-label={t('views.more', { name })}
        >
          <IconDots size={16} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {view?.team && (
          <Menu.Label>
            <Reference entity="team" id={view.team} />
          </Menu.Label>
        )}
        {mayKeep && (
          <Menu.Item leftSection={<IconPencil size={16} stroke={1.5} />} onClick={() => actions.edit(entry)}>
            {t('views.rename_or_share')}
          </Menu.Item>
        )}
        {view && shelf.mayCreate && (
          <Menu.Item leftSection={<IconCopy size={16} stroke={1.5} />} onClick={() => actions.copy(entry)}>
            {t('views.copy')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={place.pinned ? <IconPinnedOff size={16} stroke={1.5} /> : <IconPin size={16} stroke={1.5} />}
          onClick={() => set({ pinned: !place.pinned, hidden: false })}
        >
          {t(place.pinned ? 'views.unpin' : 'views.pin')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowUp size={16} stroke={1.5} />}
          disabled={index === 0}
          onClick={() => move(index - 1)}
        >
          {t('views.up')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={16} stroke={1.5} />}
          disabled={index === section.entries.length - 1}
          onClick={() => move(index + 1)}
        >
          {t('views.down')}
        </Menu.Item>
        <Menu.Item
          leftSection={place.hidden ? <IconEye size={16} stroke={1.5} /> : <IconEyeOff size={16} stroke={1.5} />}
          onClick={() => set({ hidden: !place.hidden, pinned: false })}
        >
          {t(place.hidden ? 'views.show' : 'views.hide')}
        </Menu.Item>
        {mayKeep && (
          <>
            <Menu.Divider />
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} stroke={1.5} />}
              onClick={() => actions.remove(entry)}
            >
              {t('do.delete')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
