// The keyboard of the workspace. Keys are physical places on the keyboard, so that they work on every layout.
export const SHORTCUTS = {
  reply: 'KeyR',
  note: 'KeyN',
  assign: 'KeyA',
  status: 'KeyS',
  priority: 'KeyP',
  next: 'KeyJ',
  previous: 'KeyK',
  search: 'Slash',
  earlier: 'shift+Comma',
  later: 'shift+Period',
  choose: 'KeyX',
  hide: 'KeyZ',
  hideList: 'BracketLeft',
  hideDetails: 'BracketRight',
  create: 'KeyC',
  sheet: 'shift+Slash',
} as const
export type Shortcut = keyof typeof SHORTCUTS

type Pressed = Pick<
  KeyboardEvent,
  'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'defaultPrevented'
>

/** Which shortcut a key press means; null while somebody types or another program's key is held. */
export function shortcutOf(event: Pressed, isTyping: boolean): Shortcut | null {
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
    return null
  const pressed = `${event.shiftKey ? 'shift+' : ''}${event.code}`
  const found = Object.entries(SHORTCUTS).find(([, place]) => place === pressed)
  return (found?.[0] as Shortcut | undefined) ?? null
}

const PRINTED: Record<string, string> = {
  'shift+Slash': '?',
  Slash: '/',
  'shift+Comma': '<',
  'shift+Period': '>',
  BracketLeft: '[',
  BracketRight: ']',
}

/** What a key is called on the keyboard sheet. */
export function keyName(shortcut: Shortcut): string {
  const place = SHORTCUTS[shortcut]
  return PRINTED[place] ?? place.replace('Key', '')
}

/** Whether letters typed now belong to a field, a menu or a dialogue. */
export function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))
    return true
  return target.closest('[role=menu], [role=listbox], [role=dialog]') !== null
}
