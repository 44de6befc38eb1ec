// Every webhook with how it fares.
import { Button } from '@mantine/core'
import { IconPlus, IconWebhook } from '@tabler/icons-react'
import { useState } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import {
  EntityTable,
  Link,
  SideDrawer,
  Time,
  useAction,
  useAddress,
  useInfiniteAction,
  useLive,
  useT,
} from '#kernel/web/index.tsx'
import { Webhook, webhooks } from '../../contract.ts'
import { HookState } from '../marks.tsx'
import { SecretDialog, useAgain } from '../parts.tsx'
import { WebhookForm } from './form.tsx'

export default function Webhooks() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const [isNew, setNew] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const sort = search['sort'] ?? '-created_at'
  const list = useInfiniteAction(webhooks.list, { sort })
  const standing = useAction(webhooks.standing, {})
  useLive([Webhook.name])
  useAgain(standing.refetch)
  const lastOf = (id: string | undefined) => standing.data?.items.find((one) => one.id === id)?.last_attempt_at
  const create = (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setNew(true)}>
      {t('webhook.new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('webhook.many')} above={<Link to="/settings">{t('menu.settings')}</Link>} actions={create} />
      <EntityTable
        of={Webhook}
        list={list}
        columns={[
          { field: 'url', width: '38%', cell: ({ url }) => <bdi>{url}</bdi> },
          { field: 'description', cell: ({ description }) => <bdi>{description}</bdi> },
          { field: 'state', width: '170px', cell: ({ state }) => state && <HookState state={state} /> },
          {
            field: 'last_attempt_at',
            width: '150px',
            cell: ({ id }) => (lastOf(id) ? <Time at={lastOf(id)!} /> : '—'),
          },
        ]}
        sort={sort}
        onSort={(next) => setSearch({ sort: next })}
        to={({ id }) => `/settings/webhooks/${String(id)}`}
        empty={
          <EmptyState icon={<IconWebhook size={24} stroke={1.5} />} title={t('webhook.empty')} action={create}>
            {t('webhook.empty_text')}
          </EmptyState>
        }
      />
      <SideDrawer opened={isNew} onClose={() => setNew(false)} title={t('webhook.new')}>
        <WebhookForm
          onDone={(made) => {
            setNew(false)
            setSecret(made.secret ?? null)
          }}
          onCancel={() => setNew(false)}
        />
      </SideDrawer>
      {secret && (
        <SecretDialog secret={secret} onClose={() => setSecret(null)}>
          {t('webhook.secret_text')}
        </SecretDialog>
      )}
    </>
  )
}
