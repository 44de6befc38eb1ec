// One webhook: how it fares, what can be done about it, and everything it sent.
import { Button, Drawer, Skeleton } from '@mantine/core'
import { IconPencil, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { PageHeader } from '#ui/page-header.tsx'
import type { Out, Row } from '#kernel/contract/index.ts'
import {
  Link,
  ProblemAlert,
  Reference,
  Time,
  useAction,
  useAddress,
  useCommand,
  useLive,
  useT,
} from '#kernel/web/index.tsx'
import { Webhook, webhooks } from '../../contract.ts'
import { HookState } from '../marks.tsx'
import { classes, Facts, useAgain } from '../parts.tsx'
import { Deliveries } from './deliveries.tsx'
import { WebhookForm } from './form.tsx'
import { WebhookMenu } from './menu.tsx'

type Hook = Row<typeof Webhook>

export default function WebhookPage() {
  const t = useT()
  const id = useAddress().params['id']!
  const { data, error, refetch } = useAction(webhooks.get, { id })
  const standing = useAction(webhooks.standing, {})
  const [isEdited, setEdited] = useState(false)
  const test = useCommand(webhooks.test)
  const [tested, setTested] = useState<Out<typeof webhooks.test> | null>(null)
  useLive([`${Webhook.name}:${id}`], () => void refetch())
  useAgain(standing.refetch)
  const above = <Link to="/settings/webhooks">{t('webhook.many')}</Link>
  if (!data) {
    return (
      <>
        <PageHeader title={t('webhook.one')} above={above} />
        {error ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : <Skeleton height={240} />}
      </>
    )
  }
  const now = standing.data?.items.find((one) => one.id === id)
  return (
    <>
      <PageHeader
        title={<bdi>{data.url}</bdi>}
        beside={<HookState state={data.state} />}
        above={above}
        actions={
          <>
            <Button
              leftSection={<IconSend size={16} stroke={1.5} className="wn-mirrors" />}
              loading={test.isPending}
              onClick={() => void test.run({ id }).then(setTested)}
            >
              {t('webhook.test')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconPencil size={16} stroke={1.5} />}
              onClick={() => setEdited(true)}
            >
              {t('webhook.edit')}
            </Button>
            <WebhookMenu hook={data} />
          </>
        }
      />
      <ProblemAlert problem={test.problem} />
      {tested && <Tested of={tested} />}
      {data.state === 'paused' && <Paused hook={data} />}
      {data.state === 'failing' && (
        <div className={classes['why']}>
          <p>{t('webhook.why.failing_now')}</p>
        </div>
      )}
      <Facts
        of={[
          [t('webhook.description'), data.description],
          [t('webhook.events'), <EventNames key="events" of={data.events} />],
          [t('webhook.include_internal'), t(data.include_internal ? 'yes' : 'no')],
          [t('webhook.owner'), <Reference key="owner" entity="user" id={data.owner} />],
          [t('webhook.failing_since'), data.failing_since && <Time key="since" at={data.failing_since} />],
          [t('webhook.last_attempt_at'), now?.last_attempt_at && <Time key="last" at={now.last_attempt_at} />],
        ]}
      />
      <Deliveries webhook={id} />
      <Drawer
        opened={isEdited}
        onClose={() => setEdited(false)}
        position="right"
        closeButtonProps={{ 'aria-label': t('do.close') }}
        size={480}
        title={t('webhook.edit')}
      >
        {isEdited && <WebhookForm row={data} onDone={() => setEdited(false)} onCancel={() => setEdited(false)} />}
      </Drawer>
    </>
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
