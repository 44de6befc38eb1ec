// What is done to a webhook seldom: pause, a new secret, sending again, deleting.
import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconKey, IconPlayerPause, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { Confirm, toast, useAddress, useCommand, useT } from '#kernel/web/index.tsx'
import { type Webhook, webhooks } from '../../contract.ts'
import { SecretDialog } from '../parts.tsx'

const MONTH_MS = 30 * 86_400_000

export function WebhookMenu({ hook: { id, is_active } }: { hook: Row<typeof Webhook> }) {
  const t = useT()
  const { go } = useAddress()
  const [asked, setAsked] = useState<'rotate' | 'resend' | 'remove' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => setAsked(null)
  const pause = useCommand(webhooks.update)
  const rotate = useCommand(webhooks.rotate, { onDone: (made) => (close(), setSecret(made.secret)) })
  const resend = useCommand(webhooks.resend, {
    onDone: ({ count }) => (close(), toast(t('webhook.resent', { number: count }))),
  })
  const remove = useCommand(webhooks.remove, { onDone: () => go('/settings/webhooks') })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('actions')} size="lg">
            <IconDots size={18} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {is_active && (
            <Menu.Item
              leftSection={<IconPlayerPause size={16} stroke={1.5} />}
              onClick={() => void pause.run({ id, is_active: false })}
            >
              {t('webhook.pause')}
            </Menu.Item>
          )}
          {is_active && (
            <Menu.Item leftSection={<IconRefresh size={16} stroke={1.5} />} onClick={() => setAsked('resend')}>
              {t('webhook.resend_failed')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconKey size={16} stroke={1.5} />} onClick={() => setAsked('rotate')}>
            {t('webhook.rotate')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.5} />} onClick={() => setAsked('remove')}>
            {t('do.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === 'rotate' && (
        <Confirm
          title={t('webhook.rotate_ask')}
          verb={t('webhook.rotate')}
          onConfirm={() => void rotate.run({ id })}
          onClose={close}
          isPending={rotate.isPending}
          problem={rotate.problem}
        >
          {t('webhook.rotate_text')}
        </Confirm>
      )}
      {asked === 'resend' && (
        <Confirm
          title={t('webhook.resend_failed')}
          verb={t('webhook_delivery.resend')}
          onConfirm={() => void resend.run({ id, since: new Date(Date.now() - MONTH_MS).toISOString() })}
          onClose={close}
          isPending={resend.isPending}
          problem={resend.problem}
        >
          {t('webhook.resend_text')}
        </Confirm>
      )}
      {asked === 'remove' && (
        <Confirm
          title={t('webhook.remove')}
          verb={t('do.delete')}
          onConfirm={() => void remove.run({ id })}
          onClose={close}
          isPending={remove.isPending}
          problem={remove.problem}
        >
          {t('webhook.remove_text')}
        </Confirm>
      )}
      {secret && (
        <SecretDialog secret={secret} onClose={() => setSecret(null)}>
          {t('webhook.secret_text')} {t('webhook.secret_overlap')}
        </SecretDialog>
      )}
    </>
  )
}
