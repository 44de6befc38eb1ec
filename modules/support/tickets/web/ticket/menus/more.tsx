// What is seldom done with a ticket: copies, paper, the mail it came by, taking it away.
import { ActionIcon } from '@mantine/core'
import {
  IconCopy,
  IconDotsVertical,
  IconFileDownload,
  IconLink,
  IconPrinter,
  IconSearch,
  IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import { Problem, type Row } from '#kernel/contract/index.ts'
import {
  Confirm,
  keyOf,
  toast,
  useAction,
  useAddress,
  useCall,
  useCommand,
  useKeys,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { useQueryClient } from '@tanstack/react-query'
import { READ_NOTES, type Ticket, tickets } from '../../../contract.ts'
import { conversation } from '../../../contract/conversation.ts'
import { type ShortcutName, SHORTCUTS } from '../../desk/keys.ts'
import { useShortcuts } from '../../desk/use-shortcuts.ts'
import { useRawMail } from '../../thread/message/menu.tsx'
import { useRefusal } from '../refusal.ts'

type Props = { ticket: Row<typeof Ticket>; backTo: string; onFind: () => void }

/** Puts a text on the clipboard and says so. */
export const copy = async (text: string, said: string): Promise<void> => {
  await navigator.clipboard?.writeText(text)
  toast(said)
}

const addressOf = (id: string) => `${location.origin}/tickets/${id}`

export function MoreMenu({ ticket, backTo, onFind }: Props) {
  const t = useT()
  const me = useMe()
  const saveMail = useRawMail()
  const [isAsking, setAsking] = useState(false)
  const { data: opening } = useAction(conversation.opening, { id: ticket.id })
  const { remove, isPending } = useRemoval(ticket, backTo)

  const link = () => void copy(addressOf(ticket.id), t('tickets.link_copied'))
  const number = () => void copy(String(ticket.number), t('tickets.thread.number_copied'))
  const hasMail = opening?.mail != null && me.may(READ_NOTES)
  const mayRemove = me.may(tickets.remove.can)
  useShortcuts({
    copyNumber: number,
    copyAddress: link,
    print: () => void window.open(`/tickets/${ticket.id}/print`, '_blank'),
    saveMail: hasMail ? () => void saveMail({ id: ticket.id }) : undefined,
    remove: mayRemove ? () => setAsking(true) : undefined,
  })
  const { named } = useKeys()
  const key = (name: ShortcutName) => <span className="wn-key">{named(SHORTCUTS[name])}</span>

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" aria-label={t('tickets.thread.more')}>
            <IconDotsVertical size={20} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconSearch size={16} stroke={1.5} />} rightSection={key('find')} onClick={onFind}>
            {t('tickets.thread.find')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPrinter size={16} stroke={1.5} />}
            rightSection={key('print')}
            component="a"
            href={`/tickets/${ticket.id}/print`}
            target="_blank"
          >
            {t('tickets.print.one')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconCopy size={16} stroke={1.5} />}
            rightSection={key('copyNumber')}
            onClick={number}
          >
            {t('tickets.thread.copy_number')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLink size={16} stroke={1.5} />} rightSection={key('copyAddress')} onClick={link}>
            {t('tickets.copy_link')}
          </Menu.Item>
          {hasMail && (
            <Menu.Item
              leftSection={<IconFileDownload size={16} stroke={1.5} />}
              onClick={() => void saveMail({ id: ticket.id })}
            >
              {t('tickets.thread.raw')}
            </Menu.Item>
          )}
          {mayRemove && (
            <>
              <Menu.Divider />
              <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.5} />} onClick={() => setAsking(true)}>
                {t('tickets.remove.one')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {isAsking && (
        <Confirm
          title={t('tickets.remove.ask', { number: ticket.number })}
          verb={t('tickets.remove.one')}
          isPending={isPending}
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          {t('tickets.remove.why')}
        </Confirm>
      )}
    </>
  )
}

/** Puts the ticket away and leads back to the list, where that can be taken back. */
function useRemoval({ id, number }: Row<typeof Ticket>, backTo: string) {
  const t = useT()
  const call = useCall()
  const cache = useQueryClient()
  const { go } = useAddress()
  const onProblem = useRefusal()
  const restore = async () => {
    try {
      cache.setQueryData(keyOf(tickets.get, { id }), await call(tickets.restore, { id }))
      go(`/tickets/${id}`)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      onProblem(error)
    }
  }
  const command = useCommand(tickets.remove, {
    onDone: () => {
      go(backTo, { replace: true })
      toast(t('tickets.remove.done', { number }), {
        ms: 12_000,
        action: { label: t('tickets.remove.undo'), run: () => void restore() },
      })
    },
    onProblem,
  })
  return { remove: () => void command.run({ id }), isPending: command.isPending }
}
