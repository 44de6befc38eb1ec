// How a mailbox fares, and the button that tries it.
import { Alert, Button } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useState } from 'react'
import type { Out } from '#kernel/contract/index.ts'
import { ProblemAlert, Time, useAction, useCommand, useLive, useT } from '#kernel/web/index.tsx'
import { Facts } from '#ui/facts.tsx'
import { Mailbox, mailboxes } from '../../contract.ts'
import classes from '../mail.module.css'

export function Standing({ id }: { id: string }) {
  const t = useT()
  const { data, refetch } = useAction(mailboxes.get, { id })
  useLive([`${Mailbox.name}:${id}`], () => void refetch())
  const [answer, setAnswer] = useState<Out<typeof mailboxes.probe> | null>(null)
  const { run, isPending, problem } = useCommand(mailboxes.probe, { onDone: setAnswer })
  return (
    <section className={classes['standing']} aria-label={t('mailbox.standing')}>
      <h3>{t('mailbox.standing')}</h3>
      {data && (
        <Facts
          of={[
            [t('mailbox.last_fetched_at'), data.last_fetched_at && <Time key="at" at={data.last_fetched_at} />],
            [t('mailbox.fetched'), String(data.fetched)],
            [t('mailbox.trouble'), data.trouble && t(data.trouble, data.trouble_params)],
            [t('mailbox.trouble_said'), data.trouble_said && <bdi key="said">{data.trouble_said}</bdi>],
            [t('mailbox.trouble_at'), data.trouble_at && <Time key="when" at={data.trouble_at} />],
          ]}
        />
      )}
      <Button
        variant="default"
        leftSection={<IconPlugConnected size={16} stroke={1.5} />}
        loading={isPending}
        onClick={() => void run({ id })}
      >
        {t('mailbox.probe')}
      </Button>
      <ProblemAlert problem={problem} />
      {answer && (
        <Alert
          color={answer.ok ? 'green' : 'red'}
          role="status"
          title={t(answer.ok ? 'mailbox.works' : 'mailbox.fails')}
        >
          {answer.ok ? t('mailbox.mails', { count: answer.mails ?? 0 }) : t(answer.trouble ?? '', answer.params)}
          {answer.said && <bdi className={classes['said']}>{answer.said}</bdi>}
        </Alert>
      )}
    </section>
  )
}
