// The log of what a webhook sent: each message with its attempts and answers, and a way to send it again.
import { Button, Select, Skeleton } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { Facts } from '#ui/facts.tsx'
import { Toolbar } from '#ui/page-header.tsx'
import type { Out } from '#kernel/contract/index.ts'
import {
  ProblemAlert,
  Time,
  useAction,
  useAddress,
  useCommand,
  useHasText,
  useInfiniteAction,
  useNow,
  useT,
} from '#kernel/web/index.tsx'
import { deliveries, DELIVERY_STATES, WebhookDelivery } from '../../contract.ts'
import { DeliveryState } from '../marks.tsx'
import { Log } from '../log.tsx'
import { classes, useAgain } from '../parts.tsx'

export function Deliveries({ webhook }: { webhook: string }) {
  const t = useT()
  const { search, setSearch } = useAddress()
  const state = search['state']
  const list = useInfiniteAction(deliveries.list, { webhook, ...(state ? { state } : {}) })
  return (
    <Log
      of={WebhookDelivery}
      list={list}
      columns={[
        { field: 'event', cell: ({ event }) => <EventName name={event ?? ''} /> },
        { field: 'state', width: '160px', cell: ({ state: one }) => one && <DeliveryState state={one} /> },
        { field: 'last_status', width: '90px', cell: ({ last_status }) => last_status ?? '—' },
        { field: 'attempts', width: '90px', hideOnPhone: true },
        { field: 'created_at', width: '140px' },
        {
          field: 'next_attempt_at',
          width: '160px',
          hideOnPhone: true,
          cell: ({ next_attempt_at }) => (next_attempt_at ? <NextAttempt at={next_attempt_at} /> : '—'),
        },
      ]}
      icon={IconSend}
      isNarrowed={state !== undefined}
      toolbar={
        <Toolbar label={t('filters')}>
          <Select
            clearable
            aria-label={t('webhook_delivery.state')}
            placeholder={t('webhook_delivery.state')}
            data={DELIVERY_STATES.map((value) => ({ value, label: t(`webhook_delivery.states.${value}`) }))}
            value={state ?? null}
            onChange={(value) => setSearch({ state: value ?? undefined })}
          />
        </Toolbar>
      }
      record={(id) => <Delivery id={id} onChanged={list.refetch} />}
    />
  )
}

/** When it was due a while ago, a failing receiver is asked by one delivery at a time and the others rest. */
function NextAttempt({ at }: { at: string }) {
  const t = useT()
  const now = useNow()
  return Date.parse(at) < now - 60_000 ? <>{t('webhook_delivery.in_line')}</> : <Time at={at} absolute />
}

/** In words where there are some; a test has its own. */
function EventName({ name }: { name: string }) {
  const t = useT()
  const has = useHasText()
  return (
    <>{name === 'webhook.test' ? t('webhook_delivery.is_test') : has(`event.${name}`) ? t(`event.${name}`) : name}</>
  )
}

function Delivery({ id, onChanged }: { id: string; onChanged: () => void }) {
  const t = useT()
  const { data, error, refetch } = useAction(deliveries.get, { id })
  const resend = useCommand(deliveries.resend, { onDone: () => (void refetch(), onChanged()) })
  useAgain(refetch)
  if (!data) return error ? <ProblemAlert problem={error} /> : <Skeleton height={240} />
  return (
    <>
      <Facts
        of={[
          [t('webhook_delivery.event'), <EventName key="event" name={data.event} />],
          [t('webhook_delivery.state'), <DeliveryState key="state" state={data.state} />],
          [t('webhook_delivery.message'), <bdi key="message">{data.message}</bdi>],
          [t('webhook_delivery.created_at'), <Time key="at" at={data.created_at} />],
          [
            t('webhook_delivery.next_attempt_at'),
            data.next_attempt_at && <NextAttempt key="next" at={data.next_attempt_at} />,
          ],
        ]}
      />
      <ProblemAlert problem={resend.problem} />
      <Button
        variant="default"
        leftSection={<IconSend size={16} stroke={1.5} className="wn-mirrors" />}
        loading={resend.isPending}
        onClick={() => void resend.run({ id })}
      >
        {t('webhook_delivery.resend')}
      </Button>
      <h3 className={classes['part']}>{t('webhook_delivery.tries')}</h3>
      {data.tries.length === 0 && <p>{t('webhook_delivery.no_tries')}</p>}
      <ol className={classes['tries']}>
        {data.tries.toReversed().map((one) => (
          <Try key={one.at} of={one} />
        ))}
      </ol>
      <h3 className={classes['part']}>{t('webhook_delivery.payload')}</h3>
      {/* Focusable, so that the keyboard can scroll it. */}
      <pre className={classes['code']} dir="ltr" tabIndex={0} role="region" aria-label={t('webhook_delivery.payload')}>
        {pretty(data.payload)}
      </pre>
    </>
  )
}

function Try({ of: { at, status, ms, refusal, params, answer } }: { of: Out<typeof deliveries.get>['tries'][number] }) {
  const t = useT()
  return (
    <li className={classes['try']}>
      <span className={classes['tryLine']}>
        <Time at={at} />
        <span>
          {status === null ? t('webhook_delivery.unanswered', { ms }) : t('webhook_delivery.answered', { status, ms })}
        </span>
      </span>
      {refusal && <span>{t(refusal, params)}</span>}
      {answer && (
        <pre className={classes['code']} dir="auto" tabIndex={0}>
          {answer}
        </pre>
      )}
    </li>
  )
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
