// When a reply shall leave: tomorrow, on Monday, or at an hour of one's own.
import { Button, Menu, Modal, TextInput } from '@mantine/core'
import { IconCalendarTime, IconClock } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '#kernel/web/index.tsx'
import { asLocal, fromLocal, mondayMorning, tomorrowMorning } from './later.ts'

type Choose = (send_at: string) => void

/** Entries of a menu; `onCustom` opens what asks for the hour. */
export function LaterItems({ onChoose, onCustom }: { onChoose: Choose; onCustom: () => void }) {
  const t = useT()
  const format = useFormat()
  const now = new Date()
  const hours = [
    ['tomorrow', tomorrowMorning(now)],
    ['monday', mondayMorning(now)],
  ] as const
  return (
    <>
      {hours.map(([word, at]) => (
        <Menu.Item
          key={word}
          leftSection={<IconClock size={16} stroke={1.5} aria-hidden />}
          onClick={() => onChoose(at.toISOString())}
        >
          {t(`tickets.later.${word}`, { time: format.dateTime(at.toISOString()) })}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<IconCalendarTime size={16} stroke={1.5} aria-hidden />} onClick={onCustom}>
        {t('tickets.later.custom')}
      </Menu.Item>
    </>
  )
}

type Asking = { isOpen: boolean; onClose: () => void; onChoose: Choose }

export function LaterDialog({ isOpen, onClose, onChoose }: Asking) {
  const t = useT()
  const [text, setText] = useState(() => asLocal(tomorrowMorning(new Date())))
  const at = fromLocal(text, new Date())
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('tickets.later.title')}
      closeButtonProps={{ 'aria-label': t('tickets.close_keys') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          if (at === null) return
          onClose()
          onChoose(at)
        }}
      >
        <TextInput
          type="datetime-local"
          label={t('tickets.later.when')}
          value={text}
          data-autofocus
          error={at === null ? t('tickets.later.past') : null}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" mt="md" disabled={at === null}>
          {t('tickets.later.choose')}
        </Button>
      </form>
    </Modal>
  )
}
