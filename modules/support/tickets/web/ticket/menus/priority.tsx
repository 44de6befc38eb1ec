// How urgent: four levels.
import { UnstyledButton } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { PRIORITIES } from '../../../contract.ts'
import { type Priority, PriorityWord } from '../../marks/priority.tsx'
import classes from '../ticket.module.css'

type Props = {
  priority: Priority
  mayChange: boolean
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onChoose: (priority: Priority) => void
}

export function PriorityMenu({ priority, mayChange, isOpen, onOpen, onChoose }: Props) {
  const t = useT()
  if (!mayChange) return <PriorityWord priority={priority} />
  return (
    <Menu opened={isOpen} onChange={onOpen} position="bottom-start" withinPortal returnFocus>
      <Menu.Target>
        <UnstyledButton
          className={classes['choice']}
          aria-label={t('tickets.set_priority', { priority: t(`ticket.priority.${priority}`) })}
        >
          <PriorityWord priority={priority} />
          <IconChevronDown size={14} stroke={1.5} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {PRIORITIES.map((one) => (
          <Menu.Item key={one} role="menuitemradio" aria-checked={one === priority} onClick={() => onChoose(one)}>
            <PriorityWord priority={one} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
