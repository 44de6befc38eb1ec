// What the desk can do by key. Keys are places on the keyboard, so that they work on every layout; what has none may be given one.
import { GENERAL_KEYS, type Shortcut, shortcuts } from '#kernel/web/index.tsx'

const TICKET = 'tickets.keys.ticket'
const LIST = 'tickets.keys.list'
const WRITING = 'tickets.keys.writing'

export const SHORTCUTS = {
  ...shortcuts('tickets', TICKET, {
    reply: { keys: ['KeyR', 'alt+KeyL'] },
    note: { keys: ['KeyN', 'KeyC', 'alt+KeyP'] },
    assign: { keys: ['KeyA'] },
    take: { label: 'tickets.take', keys: ['shift+KeyA'] },
    status: { keys: ['KeyS'] },
    resolve: { keys: ['alt+KeyE'] },
    snooze: { label: 'tickets.snooze', keys: ['alt+KeyM'] },
    priority: { keys: ['KeyP'] },
    type: { keys: ['KeyT'] },
    team: { keys: ['shift+KeyT'] },
    transfer: { label: 'tickets.transfer', keys: ['shift+KeyR'] },
    escalate: { label: 'tickets.escalate', keys: ['shift+KeyE'] },
    follow: { keys: ['shift+KeyF'] },
    find: { label: 'tickets.thread.find', keys: ['mod+KeyF'] },
    copyNumber: { label: 'tickets.thread.copy_number', keys: ['mod+Period'] },
    copyAddress: { label: 'tickets.copy_link', keys: ['mod+shift+Period'] },
    print: { label: 'tickets.print.one', keys: ['shift+KeyP'] },
    saveMail: { label: 'tickets.thread.raw' },
    remove: { label: 'tickets.remove.one' },
  }),
  ...shortcuts('tickets', LIST, {
    open: { keys: ['Enter'], fixed: true },
    next: { keys: ['KeyJ'], repeats: true },
    previous: { keys: ['KeyK'], repeats: true },
    later: { keys: ['shift+Period'] },
    earlier: { keys: ['shift+Comma'] },
    filter: { label: 'filters', keys: ['KeyF'] },
    columns: { label: 'list.looks', keys: ['shift+KeyC'] },
    sort: { label: 'listing.order', keys: ['shift+KeyS'] },
    create: { keys: ['shift+KeyN'] },
    hide: { keys: ['KeyZ'] },
    hideList: { keys: ['BracketLeft'] },
    hideDetails: { keys: ['BracketRight'] },
  }),
  ...shortcuts('tickets', WRITING, {
    send: { keys: ['mod+Enter'], fixed: true },
    attach: { label: 'tickets.attach', keys: ['alt+KeyA'] },
    leave: { keys: ['Escape'], fixed: true },
  }),
  search: { ...GENERAL_KEYS.search, group: LIST },
  choose: { ...GENERAL_KEYS.choose, group: LIST },
} as const satisfies Record<string, Shortcut>
export type ShortcutName = keyof typeof SHORTCUTS
