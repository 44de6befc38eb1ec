// The addresses at which other systems call.
import { Button } from '@mantine/core'
import { IconPhoneIncoming, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { EntityTable, Link, SideDrawer, useAddress, useInfiniteAction, useT } from '#kernel/web/index.tsx'
import { IncomingHook, incomingHooks } from '../../contract.ts'
import { SecretDialog } from '../parts.tsx'
import { EndpointForm } from './form.tsx'

export default function Endpoints() {
  const t = useT()
  const { search, setSearch, go } = useAddress()
  const [isNew, setNew] = useState(false)
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null)
  const sort = search['sort'] ?? '-created_at'
  const list = useInfiniteAction(incomingHooks.list, { sort })
  const create = (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setNew(true)}>
      {t('incoming_hook.new')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('incoming_hook.many')}
        above={<Link to="/settings">{t('menu.settings')}</Link>}
        actions={create}
      />
      <EntityTable
        of={IncomingHook}
        list={list}
        columns={[
          { field: 'name', width: '40%', cell: ({ name }) => <bdi>{name}</bdi> },
          { field: 'action', cell: ({ action }) => action && t(`action.${action}`) },
          { field: 'is_active', width: '120px' },
          { field: 'created_at', width: '150px', hideOnPhone: true },
        ]}
        sort={sort}
        onSort={(next) => setSearch({ sort: next })}
        to={({ id }) => `/settings/incoming-calls/${String(id)}`}
        empty={
          <EmptyState
            icon={<IconPhoneIncoming size={24} stroke={1.5} />}
            title={t('incoming_hook.empty')}
            action={create}
          >
            {t('incoming_hook.empty_text')}
          </EmptyState>
        }
      />
      <SideDrawer opened={isNew} onClose={() => setNew(false)} title={t('incoming_hook.new')}>
        <EndpointForm
          onDone={(answer) => {
            setNew(false)
            setMade(answer as { id: string; secret: string })
          }}
          onCancel={() => setNew(false)}
        />
      </SideDrawer>
      {made && (
        <SecretDialog secret={made.secret} onClose={() => go(`/settings/incoming-calls/${made.id}`)}>
          {t('incoming_hook.secret_text')}
        </SecretDialog>
      )}
    </>
  )
}
