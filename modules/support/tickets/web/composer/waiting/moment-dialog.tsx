// Asks for a moment ahead, by the clock of the person's zone.
import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useT } from '#kernel/web/index.tsx'
import { useZone } from './use-zone.ts'
import { asLocal, fromLocal, tomorrowMorning } from './later.ts'

type Asking = { isOpen: boolean; title: string; verb: string; onClose: () => void; onChoose: (at: string) => void }

export function MomentDialog({ isOpen, title, verb, onClose, onChoose }: Asking) {
  const t = useT()
  const zone = useZone()
  const [text, setText] = useState(() => asLocal(tomorrowMorning(new Date(), zone), zone))
  const at = fromLocal(text, new Date(), zone)
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('tickets.close_keys') }}>
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
          {verb}
        </Button>
      </form>
    </Modal>
  )
}
