// The tags of the organisation: how often each is used, another word for it, or none.
import { ActionIcon, Button, Modal, Table, TextInput } from '@mantine/core'
import { IconDots, IconPencil, IconTags, IconTrash } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import {
  Confirm,
  Link,
  ProblemAlert,
  RowsSkeleton,
  toast,
  useAction,
  useCommand,
  useFormat,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { ticketTags } from '../../contract/tags.ts'
import classes from './tags.module.css'

type Chosen = { tag: string; tickets: number }

export default function Tags() {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const { data, error, refetch } = useAction(ticketTags.list, {})
  const [renamed, setRenamed] = useState<Chosen | null>(null)
  const [removed, setRemoved] = useState<Chosen | null>(null)
  const mayKeep = may(ticketTags.rename.can)
  const done = () => {
    setRenamed(null)
    setRemoved(null)
    void refetch()
  }
  return (
    <>
      <PageHeader title={t('tickets.tags.title')} above={<Link to="/settings">{t('menu.settings')}</Link>} />
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton />}
      {data?.items.length === 0 && (
        <EmptyState
          icon={<IconTags size={24} stroke={1.5} />}
          title={t('tickets.tags.empty')}
          action={
            <Button component={Link} to="/tickets">
              {t('menu.tickets')}
            </Button>
          }
        >
          {t('tickets.tags.empty_text')}
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <>
          <p className="wn-quiet">{t('tickets.tags.text')}</p>
          <Table verticalSpacing="xs" highlightOnHover className={classes['tags']!}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('tickets.tags.tag')}</Table.Th>
                <Table.Th scope="col">{t('tickets.tags.tickets')}</Table.Th>
                {mayKeep && (
                  <Table.Th scope="col">
                    <span className="wn-hidden">{t('actions')}</span>
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((one) => (
                <Table.Tr key={one.tag}>
                  <Table.Td>
                    <Link to={`/tickets?view=all&tags=${encodeURIComponent(one.tag)}`}>
                      <bdi>{one.tag}</bdi>
                    </Link>
                  </Table.Td>
                  <Table.Td className="wn-figures">{format.number(one.tickets)}</Table.Td>
                  {mayKeep && (
                    <Table.Td>
                      <TagMenu tag={one.tag} onRename={() => setRenamed(one)} onRemove={() => setRemoved(one)} />
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
      {renamed && <Rename chosen={renamed} known={data?.items ?? []} onDone={done} onClose={() => setRenamed(null)} />}
      {removed && <Remove chosen={removed} onDone={done} onClose={() => setRemoved(null)} />}
    </>
  )
}

function TagMenu({ tag, onRename, onRemove }: { tag: string; onRename: () => void; onRemove: () => void }) {
  const t = useT()
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon aria-label={t('tickets.tags.actions', { tag })}>
          <IconDots size={18} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} stroke={1.5} />} onClick={onRename}>
          {t('tickets.tags.rename')}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.5} />} onClick={onRemove}>
          {t('do.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

type RenameProps = { chosen: Chosen; known: readonly Chosen[]; onDone: () => void; onClose: () => void }

function Rename({ chosen: { tag }, known, onDone, onClose }: RenameProps) {
  const t = useT()
  const [becomes, setBecomes] = useState(tag)
  const word = becomes.trim().toLowerCase()
  const other = word !== tag && known.find((one) => one.tag === word)
  const { run, isPending, problem } = useCommand(ticketTags.rename, {
    onDone: ({ goes_on }) => {
      if (goes_on) toast(t('tickets.tags.goes_on'))
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (word !== '') void run({ tag, becomes: word })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('tickets.tags.rename_title', { tag })}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <form onSubmit={submit}>
        <TextInput
          label={t('tickets.tags.new_word')}
          description={other ? t('tickets.tags.merges', { tag: word, count: other.tickets }) : undefined}
          data-autofocus
          dir="auto"
          maxLength={50}
          value={becomes}
          onChange={(event) => setBecomes(event.currentTarget.value)}
        />
        <ProblemAlert problem={problem} />
        <div className="wn-actions wn-actions-below">
          <Button type="submit" loading={isPending} disabled={word === '' || word === tag}>
            {t(other ? 'tickets.tags.merge' : 'tickets.tags.rename')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Remove({ chosen, onDone, onClose }: { chosen: Chosen; onDone: () => void; onClose: () => void }) {
  const t = useT()
  const { run, isPending, problem } = useCommand(ticketTags.remove, { onDone })
  return (
    <Confirm
      title={t('tickets.tags.remove_title', { tag: chosen.tag })}
      verb={t('do.delete')}
      isPending={isPending}
      problem={problem}
      onConfirm={() => void run({ tag: chosen.tag })}
      onClose={onClose}
    >
      {t('tickets.tags.remove_text', { count: chosen.tickets })}
    </Confirm>
  )
}
