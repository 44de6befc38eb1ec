// The log of what came at an address.
import { Button, Skeleton } from '@mantine/core'
import { IconPhoneIncoming, IconRefresh } from '@tabler/icons-react'
import { Facts } from '#ui/facts.tsx'
import {
  Link,
  ProblemAlert,
  Time,
  useAction,
  useCommand,
  useHasText,
  useInfiniteAction,
  useT,
} from '#kernel/web/index.tsx'
import { IncomingCall, incomingCalls } from '../../contract.ts'
import { CallState } from '../marks.tsx'
import { Log } from '../log.tsx'
import { classes, useAgain } from '../parts.tsx'

export function Calls({ hook }: { hook: string }) {
  const list = useInfiniteAction(incomingCalls.list, { hook })
  return (
    <Log
      of={IncomingCall}
      list={list}
      columns={[
        { field: 'message', width: '35%', cell: ({ message }) => <bdi>{message}</bdi> },
        { field: 'state', width: '150px', cell: ({ state }) => state && <CallState state={state} /> },
        { field: 'reason', hideOnPhone: true, cell: ({ reason }) => <Reason code={reason ?? null} /> },
        { field: 'created_at', width: '140px' },
      ]}
      icon={IconPhoneIncoming}
      record={(id) => <Call id={id} onChanged={list.refetch} />}
    />
  )
}

function Reason({ code }: { code: string | null }) {
  const t = useT()
  const has = useHasText()
  if (!code) return null
  return <>{has(`problem.${code}`) ? t(`problem.${code}`) : code}</>
}

function Call({ id, onChanged }: { id: string; onChanged: () => void }) {
  const t = useT()
  const { data, error, refetch } = useAction(incomingCalls.get, { id })
  const retry = useCommand(incomingCalls.retry, { onDone: () => (void refetch(), onChanged()) })
  useAgain(refetch)
  if (!data) return error ? <ProblemAlert problem={error} /> : <Skeleton height={240} />
  return (
    <>
      <Facts
        of={[
          [t('incoming_call.state'), <CallState key="state" state={data.state} />],
          [t('incoming_call.message'), <bdi key="message">{data.message}</bdi>],
          [t('incoming_call.created_at'), <Time key="at" at={data.created_at} />],
          [t('incoming_call.reason'), data.reason && <Reason key="reason" code={data.reason} />],
          [t('incoming_call.detail'), data.detail && <bdi key="detail">{data.detail}</bdi>],
          [
            t('incoming_call.result'),
            // Where tickets are shown is the product's one fixed address.
            data.result && data.state === 'handled' ? (
              <Link key="result" to={`/tickets/${data.result}`}>
                {t('incoming_call.open_result')}
              </Link>
            ) : null,
          ],
        ]}
      />
      <ProblemAlert problem={retry.problem} />
      {data.state === 'failed' && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} stroke={1.5} />}
          loading={retry.isPending}
          onClick={() => void retry.run({ id })}
        >
          {t('incoming_call.retry')}
        </Button>
      )}
      <h3 className={classes['part']}>{t('incoming_call.body')}</h3>
      <pre className={classes['code']} dir="auto" tabIndex={0} role="region" aria-label={t('incoming_call.body')}>
        {data.body}
      </pre>
    </>
  )
}
