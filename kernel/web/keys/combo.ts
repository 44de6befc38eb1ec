// Keys as places on the keyboard: `KeyR`, `shift+Slash`, `mod+shift+Period`; two by a space are pressed one after the other.

export type Pressed = Pick<KeyboardEvent, 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

const MODIFIERS = /^(Control|Shift|Alt|Meta|OS|Fn|CapsLock|NumLock)/

/** The combination of a press, whatever the layout writes there; null for a modifier alone and for keys without a place. */
export function comboOf({ code, shiftKey, ctrlKey, metaKey, altKey }: Pressed): string | null {
  if (!code || code === 'Unidentified' || MODIFIERS.test(code)) return null
  const held = [(ctrlKey || metaKey) && 'mod', altKey && 'alt', shiftKey && 'shift'].filter(Boolean)
  return [...held, code].join('+')
}

/** Keys that write something by themselves: they rest while somebody types, and may be switched off altogether. */
export const isPlain = (combo: string): boolean => !/\b(mod|alt)\+/.test(combo.split(' ')[0]!)

/** Keys that must stay what they are: they move, they confirm, they edit text, or the browser never hands them over. */
const FIXED = new Set(
  ['Enter', 'NumpadEnter', 'Escape', 'Tab', 'Space', 'Backspace', 'Delete', 'Home', 'End', 'PageUp', 'PageDown']
    .concat(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'ContextMenu', 'Insert'])
    .flatMap((code) => [code, `shift+${code}`, `mod+${code}`]),
)
const BROWSERS = new Set([
  ...'ACVXYZTWNQLRPSFDJHOU0123456789'.split('').map((key) => `mod+${/\d/.test(key) ? 'Digit' : 'Key'}${key}`),
  ...'TNWIJCRPZV'.split('').map((key) => `mod+shift+Key${key}`),
  'mod+Minus',
  'mod+Equal',
  'alt+ArrowLeft',
  'alt+ArrowRight',
  'alt+Tab',
])
export const isReserved = (combo: string): boolean =>
  combo.split(' ').some((press) => FIXED.has(press) || BROWSERS.has(press) || /(^|\+)F\d+$/.test(press))

const PRINTED: Record<string, string> = {
  Slash: '/',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Backslash: '\\',
  BracketLeft: '[',
  BracketRight: ']',
  Minus: '-',
  Equal: '=',
  Enter: 'enter',
  Escape: 'esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
}
const WITH_SHIFT: Record<string, string> = { Slash: '?', Comma: '<', Period: '>' }

/** What stands on the keys, press by press: `[['Ctrl', 'Shift', '.']]` before the signs of the machine are put in. */
export function printed(combo: string): string[][] {
  return combo.split(' ').map((press) => {
    const parts = press.split('+')
    const code = parts.pop()!
    if (parts.join() === 'shift' && WITH_SHIFT[code]) return [WITH_SHIFT[code]]
    return [...parts, PRINTED[code] ?? code.replace(/^(Key|Digit)/, '')]
  })
}
