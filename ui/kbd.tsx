// A key to press.
import classes from './kbd.module.css'

const APPLE = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)
const SIGNS: Record<string, string> = APPLE
  ? { mod: '⌘', shift: '⇧', alt: '⌥', enter: '⏎', esc: 'esc' }
  : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', enter: 'Enter', esc: 'Esc' }

/** `mod+k`, `shift+r`, `?`: `mod` is ⌘ on Apple's machines and Ctrl elsewhere. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={classes['keys']} dir="ltr" aria-hidden="true">
      {keys.split('+').map((key) => (
        <kbd key={key}>{SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
      ))}
    </span>
  )
}
