// One address for incoming calls: what to give to the sender, and everything that came.
import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { Facts } from '#ui/facts.tsx'
import { RecordPage, Reference, SideDrawer, useAction, useAddress, useT } from '#kernel/web/index.tsx'
import { incomingHooks } from '../../contract.ts'
import { HookMenu } from '../hook-menu.tsx'
import { Copied } from '../parts.tsx'
import { Calls } from './calls.tsx'
import { EndpointForm } from './form.tsx'

const LIST = '/settings/incoming-calls'

export default function EndpointPage() {
  const t = useT()
  const id = useAddress().params['id']!
  const [isEdited, setEdited] = useState(false)
  const close = () => setEdited(false)
  return (
    <RecordPage
      one={t('incoming_hook.one')}
      list={{ to: LIST, label: t('incoming_hook.many') }}
      record={useAction(incomingHooks.get, { id })}
      title={({ name }) => name}
      actions={() => (
        <>
          <Button leftSection={<IconPencil size={16} stroke={1.5} />} onClick={() => setEdited(true)}>
            {t('incoming_hook.edit')}
          </Button>
          <HookMenu
            id={id}
            rotate={incomingHooks.rotate}
            remove={incomingHooks.remove}
            list={LIST}
            words={{
              rotate: t('incoming_hook.rotate_text'),
              secret: t('incoming_hook.secret_text'),
              remove: t('incoming_hook.remove'),
              removeText: t('incoming_hook.remove_text'),
            }}
          />
        </>
      )}
    >
      {(hook) => (
        <>
          <Copied text={`${location.origin}/api/hooks/${hook.token}`} label={t('incoming_hook.token')} />
          <Facts
            of={[
              [t('incoming_hook.action'), t(`action.${hook.action}`)],
              [t('incoming_hook.scheme'), t(`incoming_hook.schemes.${hook.scheme}`)],
              [t('incoming_hook.is_active'), t(hook.is_active ? 'yes' : 'no')],
              [t('incoming_hook.owner'), <Reference key="owner" entity="user" id={hook.owner} />],
            ]}
          />
          <Calls hook={id} />
          <SideDrawer opened={isEdited} onClose={close} title={t('incoming_hook.edit')}>
            <EndpointForm row={hook} onDone={close} onCancel={close} />
          </SideDrawer>
        </>
      )}
    </RecordPage>
  )
}
