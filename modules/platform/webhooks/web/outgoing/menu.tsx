// What is done to a webhook seldom: pause, sending again, a new secret, deleting.
import { IconPlayerPause, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { Confirm, toast, useCommand, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { type Webhook, webhooks } from '../../contract.ts'
import { HookMenu } from '../hook-menu.tsx'

const MONTH_MS = 30 * 86_400_000

export function WebhookMenu({ hook: { id, is_active } }: { hook: Row<typeof Webhook> }) {
  const t = useT()
  const [asksAgain, setAsksAgain] = useState(false)
  const pause = useCommand(webhooks.update)
  const resend = useCommand(webhooks.resend, {
    onDone: ({ count }) => (setAsksAgain(false), toast(t('webhook.resent', { number: count }))),
  })
  return (
    <>
      <HookMenu
        id={id}
        rotate={webhooks.rotate}
        remove={webhooks.remove}
        list="/settings/webhooks"
        words={{
          rotate: t('webhook.rotate_text'),
          secret: `${t('webhook.secret_text')} ${t('webhook.secret_overlap')}`,
          remove: t('webhook.remove'),
          removeText: t('webhook.remove_text'),
        }}
      >
        {is_active && (
          <>
            <Menu.Item
              leftSection={<IconPlayerPause size={16} stroke={1.5} />}
              onClick={() => void pause.run({ id, is_active: false })}
            >
              {t('webhook.pause')}
            </Menu.Item>
            <Menu.Item leftSection={<IconRefresh size={16} stroke={1.5} />} onClick={() => setAsksAgain(true)}>
              {t('webhook.resend_failed')}
            </Menu.Item>
          </>
        )}
      </HookMenu>
      {asksAgain && (
        <Confirm
          title={t('webhook.resend_failed')}
          verb={t('webhook_delivery.resend')}
          onConfirm={() => void resend.run({ id, since: new Date(Date.now() - MONTH_MS).toISOString() })}
          onClose={() => setAsksAgain(false)}
          isPending={resend.isPending}
          problem={resend.problem}
        >
          {t('webhook.resend_text')}
        </Confirm>
      )}
    </>
  )
}
