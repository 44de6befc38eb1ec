// Takes down the keys that somebody presses.
import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import type { ChosenKeys } from '../../contract/index.ts'
import { useT } from '../language/hooks.tsx'
import { comboOf, isPlain } from './combo.ts'
import { refusalOf, type Shortcut } from './shortcut.ts'
import { inWords } from './use-shortcuts.ts'
import { useFocusBack } from '../page/use-focus-back.ts'
import classes from './keys.module.css'

type Props = {
  shortcut: Shortcut
  all: readonly Shortcut[]
  chosen: ChosenKeys
  onChoose: (combo: string) => void
  onClose: () => void
}
/** Keys that lead out of the field, or are the form's. */
const LEAVING = new Set(['Tab', 'shift+Tab', 'Enter', 'NumpadEnter', 'Escape'])

export function NewKey({ shortcut, all, chosen, onChoose, onClose }: Props) {
  const t = useT()
  useFocusBack()
  const [combo, setCombo] = useState('')
  const refusal = combo ? refusalOf(shortcut, combo, all, chosen) : null
  const name = combo && inWords(combo)
  const press = (event: KeyboardEvent) => {
    const pressed = comboOf(event.nativeEvent)
    if (!pressed || LEAVING.has(pressed)) return
    event.preventDefault()
    if (pressed === 'Backspace') return setCombo('')
    // A second key without a modifier follows the first.
    const follows = combo !== '' && !combo.includes(' ') && isPlain(combo) && isPlain(pressed) && combo !== pressed
    setCombo(follows ? `${combo} ${pressed}` : pressed)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (combo && !refusal) onChoose(combo)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('keys.new_for', { name: t(shortcut.label) })}
      size={440}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          readOnly
          label={t('keys.press')}
          description={t('keys.press_help')}
          classNames={{ input: classes['pressed']! }}
          dir="ltr"
          value={name}
          onKeyDown={press}
          error={
            refusal &&
            (refusal.why === 'taken'
              ? t('keys.taken', { key: name, by: t(refusal.by.label) })
              : t(`keys.${refusal.why}`, { key: name }))
          }
        />
        <div className="wn-actions wn-actions-below">
          <Button type="submit" disabled={!combo || refusal !== null}>
            {t('do.save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
