// One mail that came in: who wrote, what became of it, and the decision about one that waits.
import { Button, Skeleton } from '@mantine/core'
import { IconCheck, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { Facts } from '#ui/facts.tsx'
import type { Row } from '#kernel/contract/index.ts'
import {
  Confirm,
  ProblemAlert,
  RecordPage,
  SlotOutlet,
  Time,
  useAction,
  useAddress,
  useCommand,
  useDownload,
  useFormat,
  useLive,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { InboundMail, inboundMails, inboundWays } from '../../contract.ts'
import { Headers, Letter, ThreadLink, written } from '../facts.tsx'
import classes from '../mail.module.css'
import { InboundState } from '../marks.tsx'
import { Reason } from './reason.tsx'

type Mail = Row<typeof InboundMail>
const LIST = '/settings/incoming-mail'

export default function InboundMailPage() {
  const t = useT()
  const format = useFormat()
  const id = useAddress().params['id']!
  const record = useAction(inboundMails.get, { id })
  useLive([`${InboundMail.name}:${id}`], () => void record.refetch())
  return (
    <RecordPage
      one={t('inbound_mail.one')}
      list={{ to: LIST, label: t('inbound_mail.many') }}
      record={record}
      title={({ subject }) => subject}
      beside={({ state }) => <InboundState state={state} />}
      actions={(mail) => <Actions mail={mail} />}
    >
      {(data) => (
        <>
          {data.reason && (
            <p className={classes['why']}>
              <Reason of={data.reason} />
            </p>
          )}
          <Facts
            of={[
              [
                t('mail.from'),
                <bdi key="from">
                  {written({ name: data.from_name, address: data.from_address || data.envelope_from })}
                </bdi>,
              ],
              [t('inbound_mail.recipient'), <bdi key="to">{data.recipient}</bdi>],
              [t('inbound_mail.created_at'), <Time key="at" at={data.created_at} />],
              [t('inbound_mail.size'), format.size(data.size)],
              [t('inbound_mail.detail'), data.detail],
              [t('mail.thread'), data.thread && <ThreadLink key="thread" mail={data} />],
            ]}
          />
          <Content id={id} isRead={data.message_id !== null || data.kind !== null} />
        </>
      )}
    </RecordPage>
  )
}

function Content({ id, isRead }: { id: string; isRead: boolean }) {
  const t = useT()
  const { data, error } = useAction(inboundMails.content, { id }, { enabled: isRead })
  if (!isRead) return <p className="wn-quiet">{t('inbound_mail.unread')}</p>
  if (!data) return error ? <ProblemAlert problem={error} /> : <Skeleton height={160} />
  return (
    <>
      <Facts
        of={[
          [t('mail.to'), [...data.to, ...data.cc].map(written).join(', ')],
          [t('mail.attachments'), data.attachments.map(({ name }) => name).join(', ')],
        ]}
      />
      <Letter text={data.text} />
      <Headers of={data.headers} />
    </>
  )
}

function Actions({ mail }: { mail: Mail }) {
  const { id, state } = mail
  const t = useT()
  const { may } = useMe()
  const { go } = useAddress()
  const download = useDownload()
  const [asks, setAsks] = useState(false)
  const { run, isPending, problem } = useCommand(inboundMails.restore)
  const remove = useCommand(inboundMails.remove, { onDone: () => go(LIST) })
  const waits = (state === 'suspended' || state === 'failed') && may(inboundMails.restore.can)
  return (
    <>
      <ProblemAlert problem={problem} compact />
      <Button
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.5} />}
        onClick={() => void download(inboundMails.raw, { id }, `${id}.eml`)}
      >
        {t('mail.download')}
      </Button>
      {waits && (
        <>
          <Button variant="default" onClick={() => setAsks(true)}>
            {t('inbound_mail.remove')}
          </Button>
          <SlotOutlet of={inboundWays} mail={mail} />
          <Button
            leftSection={<IconCheck size={16} stroke={1.5} />}
            loading={isPending}
            onClick={() => void run({ id })}
          >
            {t('inbound_mail.restore')}
          </Button>
        </>
      )}
      {asks && (
        <Confirm
          title={t('inbound_mail.remove_ask')}
          verb={t('inbound_mail.remove')}
          isPending={remove.isPending}
          problem={remove.problem}
          onClose={() => setAsks(false)}
          onConfirm={() => void remove.run({ id })}
        >
          {t('inbound_mail.remove_text')}
        </Confirm>
      )}
    </>
  )
}
