// One webhook: how it fares, what can be done about it, and everything it sent.
import { Button } from '@mantine/core'
import { IconPencil, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { Facts } from '#ui/facts.tsx'
import type { Out, Row } from '#kernel/contract/index.ts'
import {
  ProblemAlert,
  RecordPage,
  Reference,
  SideDrawer,
  Time,
  useAction,
  useAddress,
  useCommand,
  useLive,
  useT,
} from '#kernel/web/index.tsx'
import { Webhook, webhooks } from '../../contract.ts'
import { HookState } from '../marks.tsx'
import { classes, useAgain } from '../parts.tsx'
import { Deliveries } from './deliveries.tsx'
import { WebhookForm } from './form.tsx'
import { WebhookMenu } from './menu.tsx'

type Hook = Row<typeof Webhook>

export default function WebhookPage() {
  const t = useT()
  const id = useAddress().params['id']!
  const record = useAction(webhooks.get, { id })
  const standing = useAction(webhooks.standing, {})
  const [isEdited, setEdited] = useState(false)
  const close = () => setEdited(false)
  const test = useCommand(webhooks.test)
  const [tested, setTested] = useState<Out<typeof webhooks.test> | null>(null)
  useLive([`${Webhook.name}:${id}`], () => void record.refetch())
  useAgain(standing.refetch)
  const now = standing.data?.items.find((one) => one.id === id)
  return (
    <RecordPage
      one={t('webhook.one')}
      list={{ to: '/settings/webhooks', label: t('webhook.many') }}
      record={record}
      title={({ url }) => url}
      beside={({ state }) => <HookState state={state} />}
      actions={(hook) => (
        <>
          <Button
            leftSection={<IconSend size={16} stroke={1.5} className="wn-mirrors" />}
            loading={test.isPending}
            onClick={() => void test.run({ id }).then(setTested)}
          >
            {t('webhook.test')}
          </Button>
          <Button variant="default" leftSection={<IconPencil size={16} stroke={1.5} />} onClick={() => setEdited(true)}>
            {t('webhook.edit')}
          </Button>
          <WebhookMenu hook={hook} />
        </>
      )}
    >
      {(hook) => (
        <>
          <ProblemAlert problem={test.problem} />
          {tested && <Tested of={tested} />}
          {hook.state === 'paused' && <Paused hook={hook} />}
          {hook.state === 'failing' && (
            <div className={classes['why']}>
              <p>
                {t('webhook.why.failing_now')}
                {now?.last_refusal && (
                  <>
                    <br />
                    {t(now.last_refusal, now.last_params)}
                  </>
                )}
              </p>
            </div>
          )}
          <Facts
            of={[
              [t('webhook.description'), hook.description],
              [t('webhook.events'), <EventNames key="events" of={hook.events} />],
              [t('webhook.include_internal'), t(hook.include_internal ? 'yes' : 'no')],
              [t('webhook.owner'), <Reference key="owner" entity="user" id={hook.owner} />],
              [t('webhook.failing_since'), hook.failing_since && <Time key="since" at={hook.failing_since} />],
              [t('webhook.last_attempt_at'), now?.last_attempt_at && <Time key="last" at={now.last_attempt_at} />],
            ]}
          />
          <Deliveries webhook={id} />
          <SideDrawer opened={isEdited} onClose={close} title={t('webhook.edit')}>
            <WebhookForm row={hook} onDone={close} onCancel={close} />
          </SideDrawer>
        </>
      )}
    </RecordPage>
  )
}

function EventNames({ of }: { of: readonly string[] }) {
  const t = useT()
  return (
    <span className={classes['events']}>
      {of.map((name) => (
        <span key={name} title={name}>
          {t(`event.${name}`)}
        </span>
      ))}
    </span>
  )
}

/** What came of the test, the cause of a failure in words. */
function Tested({ of: { state, last_status, last_ms, last_refusal, tries } }: { of: Out<typeof webhooks.test> }) {
  const t = useT()
  if (state === 'sent')
    return (
      <div role="status" className={`${classes['why']} ${classes['good']}`}>
        <p>{t('webhook.test_good', { status: last_status, ms: last_ms })}</p>
      </div>
    )
  return (
    <div role="alert" className={classes['why']}>
      <p>
        <strong>{t('webhook.test_bad')}</strong>
        <br />
        {t(last_refusal!, tries.at(-1)?.params)}
      </p>
    </div>
  )
}

function Paused({ hook: { id, paused_because } }: { hook: Hook }) {
  const t = useT()
  const { run, isPending, problem } = useCommand(webhooks.resume)
  return (
    <div className={classes['why']}>
      <p>{t(`webhook.why.${paused_because ?? 'person'}`)}</p>
      <Button size="xs" variant="default" loading={isPending} onClick={() => void run({ id, waiting: 'send' })}>
        {t('webhook.resume_send')}
      </Button>
      <Button size="xs" variant="default" disabled={isPending} onClick={() => void run({ id, waiting: 'skip' })}>
        {t('webhook.resume_skip')}
      </Button>
      <ProblemAlert problem={problem} compact />
    </div>
  )
}
