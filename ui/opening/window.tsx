// What an opened menu or panel is drawn with: a chunk of its own, for opening.tsx.
import { Menu, type MenuDropdownProps, Popover, type PopoverDropdownProps } from '@mantine/core'
import {
  type ComponentProps,
  type ReactNode,
  type Ref,
  type RefObject,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react'
import type { Opening } from './opening.tsx'

type Props = { opening: Opening; dropdown: MenuDropdownProps & PopoverDropdownProps; children: ReactNode }

export const menuParts = {
  Item,
  Label: Menu.Label,
  Divider: Menu.Divider,
  RadioGroup: Menu.RadioGroup,
  RadioItem: Menu.RadioItem,
}

type ItemProps = ComponentProps<typeof Menu.Item> & { role?: string }

/** The library calls every item a plain one, also those of which one is chosen. */
function Item({ role, ...props }: ItemProps) {
  const item = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    if (role) item.current?.setAttribute('role', role)
  }, [role])
  return <Menu.Item ref={item} {...props} />
}

export function MenuWindow({ opening: { anchor, place, set }, dropdown, children }: Props) {
  const ref = useFocusBack(anchor)
  return (
    <Menu {...place} opened onChange={(isOpen) => isOpen || set(false)}>
      <Menu.Target>
        <Anchor of={anchor} />
      </Menu.Target>
      <Menu.Dropdown {...dropdown} ref={ref}>
        {children}
      </Menu.Dropdown>
    </Menu>
  )
}

export function PanelWindow({ opening: { anchor, place, set }, dropdown, children }: Props) {
  const ref = useFocusBack(anchor)
  return (
    <Popover {...place} opened onChange={(isOpen) => isOpen || set(false)}>
      <Popover.Target>
        <Anchor of={anchor} />
      </Popover.Target>
      <Popover.Dropdown {...dropdown} ref={ref}>
        {children}
      </Popover.Dropdown>
    </Popover>
  )
}

type AnchorProps = {
  of: RefObject<HTMLElement | null>
  ref?: Ref<HTMLElement>
  id?: string
  'aria-controls'?: string
}

/** Hands the library the element that stands there already, and that one the library's names, which tie them together. */
function Anchor({ of, ref, id, 'aria-controls': controls }: AnchorProps) {
  useImperativeHandle(ref, () => of.current!, [of])
  useLayoutEffect(() => {
    const element = of.current
    if (!element) return
    const isNamed = element.id !== ''
    if (!isNamed && id) element.setAttribute('id', id)
    if (controls) element.setAttribute('aria-controls', controls)
    return () => {
      if (!isNamed) element.removeAttribute('id')
      element.removeAttribute('aria-controls')
    }
  }, [of, id, controls])
  return null
}

/** The focus goes back to what was pressed before the window is gone, so that what opens next knows where it came from. */
function useFocusBack(anchor: RefObject<HTMLElement | null>): RefObject<HTMLDivElement | null> {
  const dropdown = useRef<HTMLDivElement>(null)
  useLayoutEffect(
    () => () => {
      if (dropdown.current?.contains(document.activeElement)) anchor.current?.focus({ preventScroll: true })
    },
    [anchor],
  )
  return dropdown
}
