// A question before something that cannot be taken back.
import { lazy, type ReactNode, Suspense } from 'react'
import type { Problem } from '../../contract/index.ts'

const ConfirmWindow = lazy(() => import('./confirm-window.tsx'))

export type ConfirmProps = {
  title: string
  children: ReactNode
  /** What happens, as a verb on the button. */ verb: string
  onConfirm: () => void
  onClose: () => void
  isPending?: boolean
  problem?: Problem | null
}

export const Confirm = (props: ConfirmProps) => (
  <Suspense fallback={null}>
    <ConfirmWindow {...props} />
  </Suspense>
)
