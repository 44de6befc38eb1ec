// A question before something that cannot be taken back.
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Problem } from '../../contract/index.ts'
import { useT } from '../language/hooks.tsx'
import { ProblemAlert } from '../problem/problem-alert.tsx'

export type ConfirmProps = {
  title: string
  children: ReactNode
  /** What happens, as a verb on the button. */ verb: string
  onConfirm: () => void
  onClose: () => void
  isPending?: boolean
  problem?: Problem | null
}

export function Confirm({
  title,
  children,
  verb,
  onConfirm,
  onClose,
  isPending = false,
  problem = null,
}: ConfirmProps) {
  const t = useT()
  return (
    <Modal opened onClose={onClose} title={title} size={440} closeButtonProps={{ 'aria-label': t('do.close') }}>
      <p>{children}</p>
      <ProblemAlert problem={problem} />
      <div className="wn-actions wn-actions-below">
        <Button color="red" loading={isPending} onClick={onConfirm} data-autofocus>
          {verb}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('do.cancel')}
        </Button>
      </div>
    </Modal>
  )
}
