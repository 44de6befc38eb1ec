// Where a ticket may go from here, and nowhere else.
import { UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { mayMove, type Status, STATUSES } from '../../../contract.ts'
import { StatusWord } from '../../marks/status.tsx'
import classes from '../ticket.module.css'

type Props = {
  status: Status
  mayChange: boolean
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onMove: (status: Status) => void
}

export function StatusMenu({ status, mayChange, isOpen, onOpen, onMove }: Props) {
  const t = useT()
  if (!mayChange) return <StatusWord status={status} chip />
  return (
    <Menu opened={isOpen} onChange={onOpen} position="bottom-start" withinPortal returnFocus>
      <Menu.Target>
        <UnstyledButton
          className={classes['choice']}
          aria-label={t('tickets.set_status', { status: t(`ticket.status.${status}`) })}
        >
          <StatusWord status={status} chip />
          <IconChevronDown size={14} stroke={1.5} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {STATUSES.filter((to) => mayMove(status, to, true)).map((to) => (
          <Menu.Item key={to} onClick={() => onMove(to)}>
            <StatusWord status={to} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
