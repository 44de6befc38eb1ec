// The parts that both directions are shown by.
import { Button, Modal } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useT } from '#kernel/web/index.tsx'
import classes from './webhooks.module.css'

/** Text for machines, with a button that copies it. */
export function Copied({ text, label }: { text: string; label: string }) {
  const t = useT()
  const [done, setDone] = useState(false)
  const copy = () => void navigator.clipboard?.writeText(text).then(() => setDone(true))
  return (
    <div className={classes['secret']}>
      <code className={classes['code']} dir="ltr" aria-label={label}>
        {text}
      </code>
      <Button
        variant="default"
        onClick={copy}
        leftSection={done ? <IconCheck size={16} stroke={1.5} /> : <IconCopy size={16} stroke={1.5} />}
      >
        {t(done ? 'webhook.copied' : 'webhook.copy')}
      </Button>
    </div>
  )
}

/** Shows a secret the one time that it is told; only its own button closes it. */
export function SecretDialog({
  secret,
  onClose,
  children,
}: {
  secret: string
  onClose: () => void
  children: ReactNode
}) {
  const t = useT()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('webhook.secret_title')}
      size={560}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <p>{children}</p>
      <Copied text={secret} label={t('webhook.secret_title')} />
      <div className="wn-actions wn-actions-below">
        <Button onClick={onClose}>{t('webhook.understood')}</Button>
      </div>
    </Modal>
  )
}

/** Asks again every few seconds while the page is looked at: deliveries are too many to be told of one by one. */
export function useAgain(ask: () => unknown, ms = 3_000): void {
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  })
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && latest.current(), ms)
    return () => clearInterval(timer)
  }, [ms])
}

export { classes }
