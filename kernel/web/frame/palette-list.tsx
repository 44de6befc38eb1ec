// The palette's list: what one types narrows it, arrows and Enter choose.
import { Modal, TextInput } from '@mantine/core'
import { IconArrowRight, IconBolt, IconSearch, IconSettings } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { Kbd } from '#ui/kbd.tsx'
import { useCall } from '../call/platform.tsx'
import { useT } from '../language/hooks.tsx'
import { useMe } from '../me.tsx'
import { type Icon, useModules } from '../module.tsx'
import { useAddress } from '../shell/address.ts'
import { useInPortal, useMenu } from './menu.ts'
import { closePalette, pageCommands } from './palette.tsx'
import classes from './palette.module.css'
import { fitsWords } from './words.ts'

type Item = {
  id: string
  label: string
  hint: string
  words: string
  icon: Icon
  shortcut?: string | undefined
  run: () => void
}

export default function PaletteWindow() {
  const t = useT()
  return (
    <Modal opened onClose={closePalette} withCloseButton={false} padding={0} size={560} aria-label={t('palette.open')}>
      <List />
    </Modal>
  )
}

function useItems(): Item[] {
  const t = useT()
  const call = useCall()
  const { may } = useMe()
  const { go } = useAddress()
  const portal = useInPortal()
  const entries = useMenu()
  const settings = useMenu('settings')
  const modules = useModules()
  return useMemo(() => {
    const commands = [...pageCommands(), ...modules.flatMap((module) => module.commands)]
    return [
      ...commands
        .filter((command) => (!command.can || may(command.can)) && (!portal || command.portal))
        .map((command): Item => ({
          id: command.id,
          label: t(command.label),
          hint: '',
          words: '',
          icon: command.icon ?? IconBolt,
          shortcut: command.shortcut,
          run: () => command.run({ navigate: go, call }),
        })),
      ...entries.map((entry): Item => ({
        id: entry.to,
        label: t(entry.label),
        hint: t('palette.go'),
        words: entry.keywords ? t(entry.keywords) : '',
        icon: entry.icon,
        run: () => go(entry.to),
      })),
      ...settings.map((entry): Item => ({
        id: entry.to,
        label: t(entry.label),
        hint: t('menu.settings'),
        words: entry.keywords ? t(entry.keywords) : '',
        icon: entry.icon,
        run: () => go(entry.to),
      })),
      ...(settings.length > 0
        ? [
            {
              id: '/settings',
              label: t('menu.settings'),
              hint: t('palette.go'),
              words: '',
              icon: IconSettings,
              run: () => go('/settings'),
            },
          ]
        : []),
    ]
  }, [t, call, may, go, portal, entries, settings, modules])
}

function List() {
  const t = useT()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const items = useItems().filter((item) => fitsWords(`${item.label} ${item.words}`, typed))
  const at = Math.min(chosen, items.length - 1)

  const run = (item: Item | undefined) => {
    if (!item) return
    closePalette()
    item.run()
  }
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step) {
      event.preventDefault()
      const next = (at + step + items.length) % items.length
      setChosen(next)
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      run(items[at])
    }
  }

  return (
    <div className={classes['palette']}>
      <TextInput
        data-autofocus
        variant="unstyled"
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={items.length > 0 ? `${listId}-${at}` : undefined}
        aria-label={t('palette.open')}
        classNames={{ input: classes['input']! }}
        leftSection={<IconSearch size={18} stroke={1.5} />}
        placeholder={t('palette.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={press}
      />
      <ul id={listId} role="listbox" aria-label={t('palette.open')} className={classes['list']}>
        {items.map((item, index) => (
          <li
            key={item.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            className={classes['item']}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(item)}
          >
            <item.icon size={18} stroke={1.5} />
            <span className={classes['label']}>{item.label}</span>
            {item.shortcut ? <Kbd keys={item.shortcut} /> : <span className="wn-quiet">{item.hint}</span>}
            <IconArrowRight size={14} stroke={1.5} className={`wn-mirrors ${classes['arrow']}`} aria-hidden="true" />
          </li>
        ))}
        {items.length === 0 && <li className={classes['none']}>{t('palette.nothing')}</li>}
      </ul>
    </div>
  )
}
