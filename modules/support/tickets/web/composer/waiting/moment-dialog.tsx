// Asks for a moment ahead, by the clock of the person's zone.
import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMe, useT } from '#kernel/web/index.tsx'
import { asLocal, fromLocal, tomorrowMorning } from './later.ts'

/** The zone that the person chose; without one, that of the device. */
export const useZone = (): string | undefined => (useMe().user['zone'] as string | null | undefined) ?? undefined

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
