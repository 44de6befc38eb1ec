// One mail that left: to whom, how far it came, what it says.
import { Button } from '@mantine/core'
import { IconDownload, IconSend } from '@tabler/icons-react'
import { Facts } from '#ui/facts.tsx'
import type { Row } from '#kernel/contract/index.ts'
import {
  ProblemAlert,
  RecordPage,
  Time,
  useAction,
  useAddress,
  useCommand,
  useDownload,
  useHasText,
  useLive,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { OutboundMail, outbox } from '../../contract.ts'
import { Headers, Letter, ThreadLink, written } from '../facts.tsx'
import classes from '../mail.module.css'
import { Delivery, OutboundState } from '../marks.tsx'

type Mail = Row<typeof OutboundMail>

export default function OutboundMailPage() {
  const t = useT()
  const id = useAddress().params['id']!
  const record = useAction(outbox.get, { id })
  useLive([`${OutboundMail.name}:${id}`], () => void record.refetch())
  return (
    <RecordPage
      one={t('outbound_mail.one')}
      list={{ to: '/settings/outbox', label: t('outbound_mail.many') }}
      record={record}
      title={subjectOf}
      beside={({ state }) => <OutboundState state={state} />}
      actions={(mail) => <Actions mail={mail} />}
    >
      {(data) => (
        <>
          {data.state === 'kept' && <p className={classes['why']}>{t('outbound_mail.kept_why')}</p>}
          <Facts
            of={[
              [t('mail.from'), <bdi key="from">{written({ name: senderOf(data), address: data.from_address })}</bdi>],
              [t('mail.to'), <Recipients key="to" mail={data} />],
              [t('outbound_mail.created_at'), <Time key="at" at={data.created_at} />],
              [
                t('outbound_mail.next_attempt_at'),
                data.next_attempt_at && <Time key="next" at={data.next_attempt_at} absolute />,
              ],
              [t('mail.thread'), data.thread && <ThreadLink key="thread" mail={data} />],
              [t('mail.attachments'), data.attachments.map(({ name }) => name).join(', ')],
            ]}
          />
          <Letter text={data.text} quoted={data.quoted} />
          <Headers of={headersOf(data)} />
        </>
      )}
    </RecordPage>
  )
}

const subjectOf = ({ reference, subject }: Mail) => (reference === null ? subject : `[#${reference}] ${subject}`)

const senderOf = ({ from_name, desk }: Mail) => [from_name, desk].filter(Boolean).join(' via ')

const headersOf = (mail: Mail) =>
  [
    { name: 'Message-ID', value: mail.message_id },
    { name: 'In-Reply-To', value: mail.in_reply_to ?? '' },
    { name: 'References', value: mail.refers_to.join(' ') },
    { name: 'Auto-Submitted', value: mail.automatic ? 'auto-generated' : '' },
  ].filter(({ value }) => value !== '')

function Recipients({ mail }: { mail: Mail }) {
  const t = useT()
  const has = useHasText()
  return (
    <ul className={classes['people']}>
      {mail.recipients.map((one) => (
        <li key={one.address} className={classes['person']}>
          <bdi>{written(one)}</bdi>
          <Delivery state={one.state} />
          {one.cause && has(`mail_cause.${one.cause}`) && (
            <span className={classes['said']}>{t(`mail_cause.${one.cause}`)}</span>
          )}
          {one.message && (
            <bdi className={classes['said']} dir="auto">
              {one.message}
            </bdi>
          )}
        </li>
      ))}
    </ul>
  )
}

function Actions({ mail: { id, state } }: { mail: Mail }) {
  const t = useT()
  const { may } = useMe()
  const download = useDownload()
  const { run, isPending, problem } = useCommand(outbox.resend)
  const mayAgain = may(outbox.resend.can) && ['kept', 'failed', 'partly'].includes(state)
  return (
    <>
      <ProblemAlert problem={problem} compact />
      <Button
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.5} />}
        onClick={() => void download(outbox.raw, { id }, `${id}.eml`)}
      >
        {t('mail.download')}
      </Button>
      {mayAgain && (
        <Button
          leftSection={<IconSend size={16} stroke={1.5} className="wn-mirrors" />}
          loading={isPending}
          onClick={() => void run({ id })}
        >
          {t('outbound_mail.resend')}
        </Button>
      )}
    </>
  )
}
