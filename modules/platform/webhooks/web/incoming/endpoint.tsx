// One address for incoming calls: what to give to the sender, and everything that came.
import { ActionIcon, Button, Drawer, Menu, Skeleton } from '@mantine/core'
import { IconDots, IconKey, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { PageHeader } from '#ui/page-header.tsx'
import { Confirm, Link, ProblemAlert, Reference, useAction, useAddress, useCommand, useT } from '#kernel/web/index.tsx'
import { incomingHooks } from '../../contract.ts'
import { Copied, Facts, SecretDialog } from '../parts.tsx'
import { Calls } from './calls.tsx'
import { EndpointForm } from './form.tsx'

export default function EndpointPage() {
  const t = useT()
  const { params, go } = useAddress()
  const id = params['id']!
  const { data, error, refetch } = useAction(incomingHooks.get, { id })
  const [isEdited, setEdited] = useState(false)
  const [asked, setAsked] = useState<'rotate' | 'remove' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const rotate = useCommand(incomingHooks.rotate, { onDone: (made) => (setAsked(null), setSecret(made.secret)) })
  const remove = useCommand(incomingHooks.remove, { onDone: () => go('/settings/incoming-calls') })
  const above = <Link to="/settings/incoming-calls">{t('incoming_hook.many')}</Link>
  if (!data) {
    return (
      <>
        <PageHeader title={t('incoming_hook.one')} above={above} />
        {error ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : <Skeleton height={240} />}
      </>
    )
  }
  return (
    <>
      <PageHeader
        title={<bdi>{data.name}</bdi>}
        above={above}
        actions={
          <>
            <Button leftSection={<IconPencil size={16} stroke={1.5} />} onClick={() => setEdited(true)}>
              {t('incoming_hook.edit')}
            </Button>
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon aria-label={t('actions')} size="lg">
                  <IconDots size={18} stroke={1.5} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<IconKey size={16} stroke={1.5} />} onClick={() => setAsked('rotate')}>
                  {t('webhook.rotate')}
                </Menu.Item>
                <Menu.Item
                  color="red"
                  leftSection={<IconTrash size={16} stroke={1.5} />}
                  onClick={() => setAsked('remove')}
                >
                  {t('do.delete')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        }
      />
      <Copied text={`${location.origin}/api/hooks/${data.token}`} label={t('incoming_hook.token')} />
      <Facts
        of={[
          [t('incoming_hook.action'), t(`action.${data.action}`)],
          [t('incoming_hook.scheme'), t(`incoming_hook.schemes.${data.scheme}`)],
          [t('incoming_hook.is_active'), t(data.is_active ? 'yes' : 'no')],
          [t('incoming_hook.owner'), <Reference key="owner" entity="user" id={data.owner} />],
        ]}
      />
      <Calls hook={id} />
      <Drawer
        opened={isEdited}
        onClose={() => setEdited(false)}
        position="right"
        closeButtonProps={{ 'aria-label': t('do.close') }}
        size={480}
        title={t('incoming_hook.edit')}
      >
        {isEdited && <EndpointForm row={data} onDone={() => setEdited(false)} onCancel={() => setEdited(false)} />}
      </Drawer>
      {asked === 'rotate' && (
        <Confirm
          title={t('webhook.rotate_ask')}
          verb={t('webhook.rotate')}
          onConfirm={() => void rotate.run({ id })}
          onClose={() => setAsked(null)}
          isPending={rotate.isPending}
          problem={rotate.problem}
        >
          {t('incoming_hook.rotate_text')}
        </Confirm>
      )}
      {asked === 'remove' && (
        <Confirm
          title={t('incoming_hook.remove')}
          verb={t('do.delete')}
          onConfirm={() => void remove.run({ id })}
          onClose={() => setAsked(null)}
          isPending={remove.isPending}
          problem={remove.problem}
        >
          {t('incoming_hook.remove_text')}
        </Confirm>
      )}
      {secret && (
        <SecretDialog secret={secret} onClose={() => setSecret(null)}>
          {t('incoming_hook.secret_text')}
        </SecretDialog>
      )}
    </>
  )
}
