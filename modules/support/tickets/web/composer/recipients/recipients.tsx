// To and Cc above the reply: everybody is seen, nobody comes or goes by themselves.
import { Button, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { keyOf, useCommand, useLive, useMe, useReference, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { tickets } from '../../../contract.ts'
import { ticketRecipientsChanged } from '../../../contract/composing/sending.ts'
import { useRefusal } from '../../ticket/refusal.ts'
import { AddRecipient } from './add-recipient.tsx'
import type { Person, Recipients as Chosen } from './use-recipients.ts'
import classes from './recipients.module.css'

type Props = { ticket: string; requester: string; recipients: Chosen }

export function Recipients({ ticket, requester, recipients }: Props) {
  const t = useT()
  const cache = useQueryClient()
  const mayChange = useMe().may(tickets.addParticipant.can)
  const { name } = useReference('user', requester)
  const [isAdding, setAdding] = useState(false)
  const onProblem = useRefusal()
  const refetch = () => void cache.invalidateQueries({ queryKey: keyOf(tickets.participants, { id: ticket }) })
  const keep = useCommand(tickets.addParticipant, { onProblem, onDone: refetch })
  const remove = useCommand(tickets.removeParticipant, { onProblem, onDone: refetch })
  // A mail may bring somebody along as well.
  useLive([`ticket:${ticket}`], (event) => {
    if (event.name === ticketRecipientsChanged.name || event.name === 'ticket.commented') refetch()
  })
  const { participants, namedAgain, out, extra } = recipients
  const stayInConversation = (person: Person) => {
    recipients.dropExtra(person.address)
    void keep.run({ id: ticket, name: person.name, address: person.address })
  }
  const isAll = out.length === 0
  return (
    <div className={classes['recipients']}>
      <div className={classes['line']}>
        <span className={classes['label']}>{t('tickets.to')}</span>
        <span className={classes['chip']}>
          <bdi>{name ?? '…'}</bdi>
        </span>
        {(participants.length > 0 || extra.length > 0) && <span className={classes['label']}>{t('tickets.cc')}</span>}
        {participants.map((person) => {
          const isOut = out.includes(person.address)
          return (
            <Chip key={person.id} person={person} isOut={isOut} mayChange={mayChange}>
              {isOut ? (
                <Menu.Item onClick={() => recipients.putBack(person.address)}>{t('tickets.put_back')}</Menu.Item>
              ) : (
                <Menu.Item onClick={() => recipients.leaveOut(person.address)}>{t('tickets.leave_out')}</Menu.Item>
              )}
              <Menu.Item color="red" onClick={() => void remove.run({ id: ticket, participant: person.id })}>
                {t('tickets.take_out')}
              </Menu.Item>
            </Chip>
          )
        })}
        {extra.map((person) => (
          <Chip key={person.address} person={person} isOnce mayChange={mayChange}>
            <Menu.Item onClick={() => stayInConversation(person)}>{t('tickets.keep_in')}</Menu.Item>
            <Menu.Item onClick={() => recipients.dropExtra(person.address)}>{t('tickets.leave_out')}</Menu.Item>
          </Chip>
        ))}
        {mayChange && (
          <UnstyledButton className={classes['add']} onClick={() => setAdding(true)}>
            <IconUserPlus size={16} stroke={1.5} aria-hidden />
            {t('tickets.add_recipient')}
          </UnstyledButton>
        )}
        {mayChange && participants.length > 0 && (
          <UnstyledButton className={classes['add']} onClick={isAll ? recipients.onlyRequester : recipients.everybody}>
            {t(isAll ? 'tickets.only_requester' : 'tickets.reply_all')}
          </UnstyledButton>
        )}
      </div>
      {namedAgain.map((person) => (
        <div key={person.id} className={classes['again']} role="status">
          <span>{t('tickets.named_again', { address: person.address })}</span>
          <Button size="compact-sm" variant="default" onClick={() => stayInConversation(person)}>
            {t('tickets.bring_back')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => void remove.run({ id: ticket, participant: person.id })}
          >
            {t('tickets.stay_out')}
          </Button>
        </div>
      ))}
      <AddRecipient
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        onOnce={recipients.addOnce}
        onAlways={stayInConversation}
      />
    </div>
  )
}

type ChipProps = {
  person: Person
  isOut?: boolean
  /** Gets this reply only. */
  isOnce?: boolean
  mayChange: boolean
  children: React.ReactNode
}

function Chip({ person, isOut = false, isOnce = false, mayChange, children }: ChipProps) {
  const t = useT()
  const shown = person.name || person.address
  const state = isOut ? t('tickets.left_out') : isOnce ? t('tickets.this_once') : null
  if (!mayChange) return <span className={classes['chip']}>{shown}</span>
  return (
    <Menu withinPortal position="top-start">
      <Menu.Target>
        <UnstyledButton
          className={classes['chip']}
          data-out={isOut}
          title={person.address}
          aria-label={[t('tickets.recipient', { name: shown }), state].filter(Boolean).join(', ')}
        >
          <bdi>{shown}</bdi>
          {state && <span className={classes['state']}>{state}</span>}
          <IconChevronDown size={12} stroke={2} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <bdi>{person.address}</bdi>
        </Menu.Label>
        {children}
      </Menu.Dropdown>
    </Menu>
  )
}
