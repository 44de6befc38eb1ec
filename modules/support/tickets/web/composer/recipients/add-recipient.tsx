// One more recipient: for this reply, or for the conversation from now on.
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useT } from '#kernel/web/index.tsx'
import type { Person } from './use-recipients.ts'

type Props = {
  isOpen: boolean
  onClose: () => void
  onOnce: (person: Person) => void
  onAlways: (person: Person) => void
}

export function AddRecipient({ isOpen, onClose, onOnce, onAlways }: Props) {
  const t = useT()
  const [address, setAddress] = useState('')
  const [name, setName] = useState('')
  const isAddress = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(address.trim())
  const add = (how: (person: Person) => void) => {
    if (!isAddress) return
    how({ name: name.trim(), address: address.trim().toLowerCase() })
    setAddress('')
    setName('')
    onClose()
  }
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('tickets.add_recipient')}
      closeButtonProps={{ 'aria-label': t('tickets.close_keys') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          add(onOnce)
        }}
      >
        <TextInput
          type="email"
          label={t('tickets.recipient_address')}
          value={address}
          data-autofocus
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <TextInput
          mt="sm"
          label={t('tickets.recipient_name')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group mt="md" gap="xs">
          <Button type="submit" disabled={!isAddress}>
            {t('tickets.add_once')}
          </Button>
          <Button variant="default" disabled={!isAddress} onClick={() => add(onAlways)}>
            {t('tickets.add_always')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
