// The drawer itself: loaded when one is opened.
import { Drawer } from '@mantine/core'
import { useT } from '../language/hooks.tsx'
import type { SideDrawerProps } from './side-drawer.tsx'

export default function DrawerWindow({ title, opened, onClose, size = 480, children }: SideDrawerProps) {
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
