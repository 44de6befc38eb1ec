// The palette's list: what one types finds records, pages and commands; arrows and Enter choose.
import { Loader, Modal, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowRight, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useCallback, useId, useState } from 'react'
import { rememberSearch } from '../found/recent.ts'
import { KeySigns } from '../keys/key-signs.tsx'
import { useT } from '../language/hooks.tsx'
import { useMe } from '../me.tsx'
import { closePalette } from './palette.tsx'
import { type Asking, type Item, useChoices, usePaletteItems } from './palette/items.tsx'
import classes from './palette.module.css'

const focusAtOnce = (field: HTMLInputElement | null) => field?.focus()

export default function PaletteWindow() {
  const t = useT()
  const phone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  return (
    <Modal.Root opened onClose={closePalette} fullScreen={phone} size={620}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.open')} radius={phone ? 0 : 'md'}>
        <Modal.Body p={0}>
          {phone && <Modal.CloseButton className={classes['close']!} aria-label={t('do.close')} />}
          <List />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function List() {
  const t = useT()
  const { user } = useMe()
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const [asking, setAsking] = useState<Asking | null>(null)
  const retype = (words: string) => {
    setTyped(words)
    setChosen(0)
  }
  const ask = useCallback((next: Asking | null) => {
    setAsking(next)
    setTyped('')
    setChosen(0)
  }, [])
  const offered = usePaletteItems(asking ? '' : typed, retype, ask)
  const choices = useChoices(asking, typed)
  const groups = asking ? [{ label: asking.label, items: choices.items }] : offered.groups
  const meant = asking ? null : offered.meant
  const isComing = asking ? choices.isComing : offered.isComing
  const items = groups.flatMap((group) => group.items)
  const at = Math.min(chosen, items.length - 1)

  const run = (item: Item | undefined) => {
    if (!item) return
    if (item.remember) rememberSearch(user.id, typed)
    if (!item.stays) closePalette()
    item.run()
  }
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step && items.length > 0) {
      event.preventDefault()
      const next = (at + step + items.length) % items.length
      setChosen(next)
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Backspace' && typed === '' && asking) ask(null)
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      run(items[at])
    }
  }

  return (
    <div className={classes['palette']}>
      <TextInput
        // At once: the dialog's own focusing comes a moment later, and keys pressed until then would be lost.
        ref={focusAtOnce}
        data-autofocus
        variant="unstyled"
        role="combobox"
        dir="auto"
        aria-expanded={items.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={items.length > 0 ? `${listId}-${at}` : undefined}
        aria-label={t('palette.open')}
        classNames={{ input: classes['input']! }}
        leftSection={<IconSearch size={18} stroke={1.5} />}
        rightSection={isComing ? <Loader size={14} /> : undefined}
        placeholder={asking?.label ?? t('palette.placeholder')}
        maxLength={200}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={press}
      />
      <p role="status" className={classes['meant']}>
        {meant && t('palette.meant', { meant })}
      </p>
      <div id={listId} role="listbox" aria-label={t('palette.open')} className={classes['list']} tabIndex={-1}>
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <div className={classes['group']} aria-hidden="true">
              {group.label}
            </div>
            {group.items.map((item) => {
              const index = items.indexOf(item)
              return (
                <Option
                  key={item.id}
                  id={`${listId}-${index}`}
                  item={item}
                  isChosen={index === at}
                  onChoose={() => setChosen(index)}
                  onRun={() => run(item)}
                />
              )
            })}
          </div>
        ))}
      </div>
      {items.length === 0 && !isComing && <p className={classes['none']}>{t('palette.nothing')}</p>}
      {typed === '' && <p className={classes['hint']}>{t(asking ? 'palette.back' : 'palette.hint')}</p>}
    </div>
  )
}

type OptionProps = { id: string; item: Item; isChosen: boolean; onChoose: () => void; onRun: () => void }

function Option({ id, item, isChosen, onChoose, onRun }: OptionProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      className={classes['item']}
      onPointerMove={onChoose}
      onClick={onRun}
      onKeyDown={(event) => event.key === 'Enter' && onRun()}
    >
      <item.icon size={18} stroke={1.5} />
      <span className={classes['label']}>
        <bdi className={classes['name']}>{item.label}</bdi>
        {item.line && (
          <bdi className={classes['line']} dir="auto">
            {item.line}
          </bdi>
        )}
      </span>
      {item.keys?.length ? (
        <KeySigns combos={item.keys.slice(0, 1)} />
      ) : (
        item.hint && <span className="wn-quiet">{item.hint}</span>
      )}
      <IconArrowRight size={14} stroke={1.5} className={`wn-mirrors ${classes['arrow']}`} aria-hidden="true" />
    </div>
  )
}
