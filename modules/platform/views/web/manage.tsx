// All views that one keeps or sees, whatever they are of.
import { ActionIcon, Badge, Button, Group } from '@mantine/core'
import { IconLayoutList, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import {
  Confirm,
  EntityTable,
  Link,
  Reference,
  useCommand,
  useFoundKinds,
  useInfiniteAction,
  useLive,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { SHARE, View, type ViewRow, views } from '../contract.ts'
import ViewForm from './view-form.tsx'

export default function Manage() {
  const t = useT()
  const me = useMe()
  const kinds = useFoundKinds()
  const list = useInfiniteAction(views.list, { sort: 'name' })
  const [edited, setEdited] = useState<ViewRow | null>(null)
  const [removed, setRemoved] = useState<ViewRow | null>(null)
  const removing = useCommand(views.remove, { onDone: () => setRemoved(null) })
  useLive([View.name])
  const mayKeep = ({ owner, visibility }: ViewRow) =>
    owner === me.user.id || (visibility !== 'personal' && me.scope(SHARE) === 'all')
  return (
    <>
      <PageHeader title={t('view.many')} above={<Link to="/settings">{t('menu.settings')}</Link>} />
      <EntityTable
        of={View}
        list={list}
        columns={[
          { field: 'name', cell: (row) => <bdi>{row.name}</bdi> },
          { field: 'entity', cell: ({ entity }) => t(kinds[entity!]?.many ?? 'view.other'), hideOnPhone: true },
          {
            field: 'visibility',
            cell: (row) => (
              <Group gap={6}>
                <Badge variant="light" color="gray">
                  {t(`view.visibility.${row.visibility}`)}
                </Badge>
                {row.team && <Reference entity="team" id={row.team} />}
              </Group>
            ),
          },
          { field: 'owner', hideOnPhone: true },
        ]}
        rowActions={(found) => {
          const row = found as ViewRow
          return mayKeep(row) ? (
            <Group gap={4} wrap="nowrap">
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('views.edit_named', { name: row.name })}
                onClick={() => setEdited(row)}
              >
                <IconPencil size={16} stroke={1.5} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="red"
                aria-label={t('views.remove_named', { name: row.name })}
                onClick={() => setRemoved(row)}
              >
                <IconTrash size={16} stroke={1.5} />
              </ActionIcon>
            </Group>
          ) : null
        }}
        empty={
          <EmptyState
            icon={<IconLayoutList size={24} stroke={1.5} />}
            title={t('view.empty')}
            action={
              <Button component={Link} to="/">
                {t('view.empty_step')}
              </Button>
            }
          >
            {t('view.empty_text')}
          </EmptyState>
        }
      />
      {edited && (
        <ViewForm entity={edited.entity} view={edited} onDone={() => setEdited(null)} onClose={() => setEdited(null)} />
      )}
      {removed && (
        <Confirm
          title={t('view.remove')}
          verb={t('do.delete')}
          isPending={removing.isPending}
          problem={removing.problem}
          onClose={() => setRemoved(null)}
          onConfirm={() => void removing.run({ id: removed.id })}
        >
          {t('view.remove_text', { name: removed.name })}
        </Confirm>
      )}
    </>
  )
}
