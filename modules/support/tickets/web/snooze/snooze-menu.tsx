// Puts the open ticket off, shows until when, and takes it up again.
import { ActionIcon } from '@mantine/core'
import { IconClockPause, IconSunrise } from '@tabler/icons-react'
import { useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { useCommand, useKeys, useMe, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import type { Ticket } from '../../contract.ts'
import { snoozing } from '../../contract/moving/snooze.ts'
import { MomentDialog } from '../composer/waiting/moment-dialog.tsx'
import { SHORTCUTS } from '../desk/keys.ts'
import { useShortcuts } from '../desk/use-shortcuts.ts'
import { useRefusal } from '../ticket/refusal.ts'
import { SnoozeItems } from './snooze-items.tsx'

export function SnoozeMenu({ ticket }: { ticket: Row<typeof Ticket> }) {
  const t = useT()
  const { may } = useMe()
  const key = useKeys().named(SHORTCUTS.snooze)
  const onProblem = useRefusal()
  const [isOpen, setOpen] = useState(false)
  const [asks, setAsks] = useState(false)
  const snooze = useCommand(snoozing.snooze, {
    optimistic: ({ id, until }) => ({ id, snoozed: true, snoozed_until: until }),
    onProblem,
  })
  const wake = useCommand(snoozing.wake, {
    optimistic: ({ id }) => ({ id, snoozed: false, snoozed_until: null }),
    onProblem,
  })
  const maySnooze = may(snoozing.snooze.can) && ticket.status !== 'resolved' && ticket.status !== 'closed'
  // Once the press is over: a menu that opens during it would take it for a press outside.
  useShortcuts({ snooze: maySnooze ? () => void setTimeout(() => setOpen(true)) : undefined })
  if (!maySnooze) return null
  const choose = (until: string | null) => void snooze.run({ id: ticket.id, until })
  const label = key ? `${t('tickets.snooze')} (${key})` : t('tickets.snooze')
  return (
    <>
      <Menu position="bottom-end" withinPortal returnFocus opened={isOpen} onChange={setOpen}>
        <Menu.Target>
          <ActionIcon data-hint={label} size="lg" aria-label={t('tickets.snooze')}>
            <IconClockPause size={20} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {ticket.snoozed && (
            <>
              <Menu.Item
                leftSection={<IconSunrise size={16} stroke={1.5} aria-hidden />}
                onClick={() => void wake.run({ id: ticket.id })}
              >
                {t('tickets.snooze.wake')}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <SnoozeItems onChoose={choose} onCustom={() => setAsks(true)} />
        </Menu.Dropdown>
      </Menu>
      {asks && (
        <MomentDialog
          isOpen
          title={t('tickets.snooze.title')}
          verb={t('tickets.snooze')}
          onClose={() => setAsks(false)}
          onChoose={choose}
        />
      )}
    </>
  )
}
