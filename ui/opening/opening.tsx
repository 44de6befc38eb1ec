// Menus and panels that are made when they are opened. What floats is a tenth of a first visit in bytes, and a page has dozens of
// them that stay closed. Used like the library's own: <Menu><Menu.Target>…</Menu.Target><Menu.Dropdown>…</Menu.Dropdown></Menu>.
import type { Menu as LibraryMenu, MenuDropdownProps, PopoverDropdownProps, PopoverProps } from '@mantine/core'
import {
  cloneElement,
  type ComponentType,
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react'

type Parts = typeof import('./window.tsx')
let parts: Parts | undefined
let coming: Promise<Parts> | undefined

/** Fetches what menus and panels are drawn with; a page calls it once it stands. */
export const loadOpening = (): Promise<Parts> =>
  (coming ??= import('./window.tsx').then(
    (come) => (parts = come),
    (error: unknown) => {
      coming = undefined
      throw error
    },
  ))

export type Place = Pick<PopoverProps, 'position' | 'width' | 'withinPortal' | 'shadow' | 'trapFocus'>
export type Opening = {
  kind: 'menu' | 'panel'
  isOpen: boolean
  set: (isOpen: boolean) => void
  /** Whoever holds `opened` of a panel opens it as well. */
  isHeld: boolean
  anchor: RefObject<HTMLElement | null>
  place: Place
}
type Props = Place & {
  opened?: boolean
  onChange?: (isOpen: boolean) => void
  /** Where the focus was, it returns: always. */
  returnFocus?: boolean
  children: ReactNode
}

const Context = createContext<Opening | null>(null)
const useOpening = () => useContext(Context)!

function openingOf(kind: Opening['kind']) {
  return function Openable({ opened, onChange, returnFocus: _, children, ...place }: Props) {
    const [own, setOwn] = useState(false)
    const anchor = useRef<HTMLElement>(null)
    const isOpen = opened ?? own
    const set = (next: boolean) => {
      if (opened === undefined) setOwn(next)
      onChange?.(next)
    }
    return <Context value={{ kind, isOpen, set, isHeld: opened !== undefined, anchor, place }}>{children}</Context>
  }
}

const ahead = () => void loadOpening().catch(() => undefined)

/** What is pressed: one element, which need not know of it. */
function Target({ children }: { children: ReactElement }) {
  const { kind, isOpen, set, isHeld, anchor } = useOpening()
  const { onClick } = children.props as { onClick?: (event: unknown) => void }
  return cloneElement(children as ReactElement<Record<string, unknown>>, {
    ref: anchor,
    'aria-haspopup': kind === 'menu' ? 'menu' : 'dialog',
    'aria-expanded': isOpen,
    'data-expanded': isOpen || undefined,
    onPointerEnter: ahead,
    onFocus: ahead,
    onClick: (event: unknown) => {
      onClick?.(event)
      if (kind === 'menu' || !isHeld) set(!isOpen)
    },
  })
}

/** What opens; its children are drawn only while it is open. */
function Dropdown({ children, ...rest }: MenuDropdownProps & PopoverDropdownProps) {
  const opening = useOpening()
  const [, setHere] = useState(parts !== undefined)
  useEffect(() => {
    if (opening.isOpen && !parts) void loadOpening().then(() => setHere(true))
  }, [opening.isOpen])
  if (!opening.isOpen || !parts) return null
  const Window = opening.kind === 'menu' ? parts.MenuWindow : parts.PanelWindow
  return (
    <Window opening={opening} dropdown={rest}>
      {children}
    </Window>
  )
}

/** A part of a menu; it stands inside a dropdown, so its code has come. */
const part = <K extends keyof Parts['menuParts']>(name: K) => {
  const Part = (props: object) => createElement(parts!.menuParts[name] as ComponentType<object>, props)
  return Part as unknown as (typeof LibraryMenu)[K]
}

export const Menu = Object.assign(openingOf('menu'), {
  Target,
  Dropdown,
  Item: part('Item'),
  Label: part('Label'),
  Divider: part('Divider'),
  RadioGroup: part('RadioGroup'),
  RadioItem: part('RadioItem'),
})
export const Popover = Object.assign(openingOf('panel'), { Target, Dropdown })
