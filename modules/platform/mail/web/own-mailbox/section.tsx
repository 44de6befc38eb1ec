// One's own mailbox, among what is one's own: connected, tried and disconnected here.
import { Alert, Button, Group } from '@mantine/core'
import { IconMailShare, IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Out, Row } from '#kernel/contract/index.ts'
import { Confirm, EntityForm, ProblemAlert, Time, useAction, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { Facts } from '#ui/facts.tsx'
import { OwnMailbox, ownMailboxes, USE_OWN_MAILBOX } from '../../contract.ts'
import classes from '../mail.module.css'
import { MailboxState } from '../marks.tsx'
import { Password } from '../mailboxes/password.tsx'

const FIELDS = [
  'address',
  'display_name',
  'username',
  'password',
  'host',
  'port',
  'security',
  'smtp_host',
  'smtp_port',
  'smtp_security',
  'folder',
  'sent_folder',
  'is_active',
]

export default function OwnMailboxSection() {
  const t = useT()
  const { may } = useMe()
  const isAllowed = may(USE_OWN_MAILBOX)
  const { data, refetch } = useAction(ownMailboxes.mine, {}, { enabled: isAllowed })
  const [isEditing, setEditing] = useState(false)
  if (!isAllowed) return null
  const box = data?.mailbox ?? null
  const done = () => {
    setEditing(false)
    void refetch()
  }
  return (
    <section aria-label={t('own_mailbox.one')}>
      <h2>{t('own_mailbox.one')}</h2>
      <p className="wn-quiet">{t('own_mailbox.text')}</p>
      <p className="wn-quiet">{t('own_mailbox.privacy')}</p>
      {box && !isEditing && <Connected box={box} onEdit={() => setEditing(true)} onChanged={done} />}
      {data && !box && !isEditing && (
        <Button
          variant="default"
          leftSection={<IconMailShare size={16} stroke={1.5} />}
          onClick={() => setEditing(true)}
        >
          {t('own_mailbox.connect')}
        </Button>
      )}
      {isEditing && (
        <EntityForm
          secondary
          of={OwnMailbox}
          command={ownMailboxes.save}
          fields={FIELDS}
          {...(box ? { start: box } : {})}
          submitLabel={t(box ? 'do.save' : 'own_mailbox.connect')}
          onCancel={() => setEditing(false)}
          onDone={done}
          controls={{ password: (field) => <Password {...field} /> }}
        />
      )}
    </section>
  )
}

type BoxProps = { box: Row<typeof OwnMailbox>; onEdit: () => void; onChanged: () => void }

function Connected({ box, onEdit, onChanged }: BoxProps) {
  const t = useT()
  const [answer, setAnswer] = useState<Out<typeof ownMailboxes.probe> | null>(null)
  const probe = useCommand(ownMailboxes.probe, { onDone: setAnswer })
  const remove = useCommand(ownMailboxes.remove, { onDone: onChanged })
  const [asks, setAsks] = useState(false)
  return (
    <div className={classes['standing']}>
      <Facts
        of={[
          [t('own_mailbox.address'), <bdi key="address">{box.address}</bdi>],
          [t('own_mailbox.state'), <MailboxState key="state" state={box.is_active ? box.state : 'off'} />],
          [t('own_mailbox.last_fetched_at'), box.last_fetched_at && <Time key="at" at={box.last_fetched_at} />],
          [t('own_mailbox.taken'), String(box.taken)],
          [t('own_mailbox.trouble'), box.state === 'failing' && box.trouble && t(box.trouble, box.trouble_params)],
          [t('own_mailbox.trouble_said'), box.state === 'failing' && box.trouble_said],
        ]}
      />
      <Group gap={8}>
        <Button variant="default" onClick={onEdit}>
          {t('own_mailbox.change')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={16} stroke={1.5} />}
          loading={probe.isPending}
          onClick={() => void probe.run({})}
        >
          {t('mailbox.probe')}
        </Button>
        <Button
          variant="subtle"
          color="red"
          leftSection={<IconPlugConnectedX size={16} stroke={1.5} />}
          onClick={() => setAsks(true)}
        >
          {t('own_mailbox.disconnect')}
        </Button>
      </Group>
      {asks && (
        <Confirm
          title={t('own_mailbox.remove')}
          verb={t('own_mailbox.disconnect')}
          onConfirm={() => void remove.run({})}
          onClose={() => setAsks(false)}
          isPending={remove.isPending}
          problem={remove.problem}
        >
          {t('own_mailbox.remove_text')}
        </Confirm>
      )}
      <ProblemAlert problem={probe.problem} />
      {answer && <Answer of={answer} />}
    </div>
  )
}

/** What came of the test, for each of the two servers. */
function Answer({ of: { incoming, outgoing, sent } }: { of: Out<typeof ownMailboxes.probe> }) {
  const t = useT()
  const sides = [
    {
      name: 'own_mailbox.incoming',
      ...incoming,
      good: `${t('mailbox.mails', { count: incoming.mails ?? 0 })} ${
        sent === null ? t('own_mailbox.no_sent') : t('own_mailbox.sent_found', { folder: sent })
      }`,
    },
    { name: 'own_mailbox.outgoing', ...outgoing, good: t('own_mailbox.may_send') },
  ]
  return (
    <>
      {sides.map(({ name, ok, trouble, params, said, good }) => (
        <Alert
          key={name}
          color={ok ? 'green' : 'red'}
          role="status"
          title={`${t(name)}: ${t(ok ? 'mailbox.works' : 'mailbox.fails')}`}
        >
          {ok ? good : t(trouble ?? '', params)}
          {said && <bdi className={classes['said']}>{said}</bdi>}
        </Alert>
      ))}
    </>
  )
}
