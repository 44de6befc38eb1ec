// What opens beside a page for a moment: a form, the whole of one row.
import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useT } from '../language/hooks.tsx'

export type SideDrawerProps = {
  title: string
  opened: boolean
  onClose: () => void
  /** px, or a CSS width */
  size?: number | string
  /** Drawn only while it is open. */
  children: ReactNode
}

/** Slides in from the end of the line; on a phone it is as wide as the window. */
export function SideDrawer({ title, opened, onClose, size = 480, children }: SideDrawerProps) {
  const t = useT()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={size}
      title={title}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      {opened && children}
    </Drawer>
  )
}
