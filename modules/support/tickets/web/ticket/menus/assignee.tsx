// Who does it: oneself in one step, a colleague by a few letters, or nobody.
import { Combobox, UnstyledButton, useCombobox } from '@mantine/core'
import { IconChevronDown, IconUserPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { Face, Reference, useAction, useMe, useReference, useSettled, useT } from '#kernel/web/index.tsx'
import { users } from '#modules/platform/identity/contract.ts'
import { Popover } from '#ui/opening/opening.tsx'
import classes from '../ticket.module.css'

type Props = {
  assignee: string | null
  mayChange: boolean
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onAssign: (who: string | null) => void
}
const NOBODY = 'nobody'

export function AssigneeMenu({ assignee, mayChange, isOpen, onOpen, onAssign }: Props) {
  const t = useT()
  const { name } = useReference('user', assignee)
  if (!mayChange) return <Reference entity="user" id={assignee} empty={t('tickets.nobody')} />
  return (
    <Popover opened={isOpen} onChange={onOpen} position="bottom-start" width={260} trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes['choice']}
          aria-label={t('tickets.set_assignee', { name: name ?? t('tickets.view.unassigned') })}
          onClick={() => onOpen(!isOpen)}
        >
          {assignee ? (
            <Reference entity="user" id={assignee} />
          ) : (
            <>
              <IconUserPlus size={16} stroke={1.5} aria-hidden /> {t('tickets.view.unassigned')}
            </>
          )}
          <IconChevronDown size={14} stroke={1.5} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <People assignee={assignee} onAssign={onAssign} onDone={() => onOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

type PeopleProps = Pick<Props, 'assignee' | 'onAssign'> & { onDone: () => void }

function People({ assignee, onAssign, onDone }: PeopleProps) {
  const t = useT()
  const me = useMe().user
  const [letters, setLetters] = useState('')
  const q = useSettled(letters.trim(), 150)
  const combobox = useCombobox({ opened: true })
  const staff = useAction(
    users.list,
    { role: ['agent', 'manager', 'admin'], is_active: true, sort: 'name', limit: 20, ...(q ? { q } : {}) },
    { keep: true },
  )
  const found = (staff.data?.items ?? []).filter(({ id }) => id !== me.id)
  const { selectFirstOption } = combobox
  useEffect(() => void selectFirstOption(), [staff.data, selectFirstOption])
  const choose = (who: string) => {
    onDone()
    if (who !== (assignee ?? NOBODY)) onAssign(who === NOBODY ? null : who)
  }
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.Search
        data-autofocus
        value={letters}
        onChange={(event) => setLetters(event.currentTarget.value)}
        placeholder={t('tickets.find_person')}
        aria-label={t('tickets.find_person')}
      />
      <Combobox.Options mah={280} style={{ overflowY: 'auto' }}>
        {q === '' && assignee !== me.id && (
          <Combobox.Option value={me.id}>
            <span className="wn-person">
              <Face id={me.id} name={me.name} size={24} decorative />
              {t('tickets.take')}
            </span>
          </Combobox.Option>
        )}
        {q === '' && assignee && <Combobox.Option value={NOBODY}>{t('tickets.unassign')}</Combobox.Option>}
        {found.map((one) => (
          <Combobox.Option key={one.id} value={one.id} active={one.id === assignee}>
            <span className="wn-person">
              <Face id={one.id} name={one.name} size={24} decorative />
              <bdi>{one.name}</bdi>
            </span>
          </Combobox.Option>
        ))}
        {!staff.isPending && found.length === 0 && q !== '' && (
          <Combobox.Empty>{t('tickets.empty.filtered')}</Combobox.Empty>
        )}
      </Combobox.Options>
    </Combobox>
  )
}
