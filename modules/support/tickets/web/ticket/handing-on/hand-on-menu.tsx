// A ticket goes on to others: transferred, or escalated a level up.
import { ActionIcon } from '@mantine/core'
import { IconArrowBigUpLines, IconArrowsLeftRight, IconUserShare } from '@tabler/icons-react'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { useMe, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import type { Ticket } from '../../../contract.ts'
import { handingOn } from '../../../contract/handing-on.ts'
import { useShortcuts } from '../../desk/use-shortcuts.ts'
import { EscalateDialog } from './escalate-dialog.tsx'
import { TransferDialog } from './transfer-dialog.tsx'

export function HandOnMenu({ ticket }: { ticket: Row<typeof Ticket> }) {
  const t = useT()
  const { may } = useMe()
  const [shown, setShown] = useState<'transfer' | 'escalate' | null>(null)
  const [isOpen, setOpen] = useState(false)
  const can = handingOn.transfer.can
  const mayHandOn = may(can) && ticket.status !== 'closed'
  useShortcuts({
    transfer: mayHandOn ? () => setShown('transfer') : undefined,
    escalate: mayHandOn ? () => setShown('escalate') : undefined,
  })
  if (!mayHandOn) return null
  const close = () => setShown(null)
  return (
    <>
      <Menu position="bottom-end" withinPortal returnFocus opened={isOpen} onChange={setOpen}>
        <Menu.Target>
          <ActionIcon data-hint={t('tickets.hand_on')} size="lg" aria-label={t('tickets.hand_on')}>
            <IconUserShare size={20} stroke={1.5} className="wn-mirrors" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconArrowsLeftRight size={16} stroke={1.5} />} onClick={() => setShown('transfer')}>
            {t('tickets.transfer')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowBigUpLines size={16} stroke={1.5} />} onClick={() => setShown('escalate')}>
            {t('tickets.escalate')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {shown === 'transfer' && <TransferDialog ticket={ticket} onClose={close} />}
      {shown === 'escalate' && <EscalateDialog ticket={ticket} onClose={close} />}
    </>
  )
}
