// The window of that question: loaded when it is asked.
import { Button, Modal } from '@mantine/core'
import { useT } from '../language/hooks.tsx'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import type { ConfirmProps } from './confirm.tsx'

export default function ConfirmWindow({
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
      <div>{children}</div>
      <ProblemAlert problem={problem} />
      <div className="wn-actions wn-actions-below">
        <Button color="red.9" loading={isPending} onClick={onConfirm} data-autofocus>
          {verb}
        </Button>
        <Button variant="subtle" color="gray" onClick={onClose}>
          {t('do.cancel')}
        </Button>
      </div>
    </Modal>
  )
}
