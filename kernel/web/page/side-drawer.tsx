// What opens beside a page for a moment: a form, the whole of one row.
import { lazy, type ReactNode, Suspense, useState } from 'react'

const DrawerWindow = lazy(() => import('./drawer-window.tsx'))

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
export function SideDrawer(props: SideDrawerProps) {
  // Once it was open it stays, so that it can slide out.
  const [wasOpened, setOpened] = useState(false)
  if (props.opened && !wasOpened) setOpened(true)
  if (!props.opened && !wasOpened) return null
  return (
    <Suspense fallback={null}>
      <DrawerWindow {...props} />
    </Suspense>
  )
}
