// Finding letters in a conversation of which the browser holds only a part.
import { ActionIcon, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useAction, useSettled, useT } from '#kernel/web/index.tsx'
import { conversation } from '../../../contract/conversation.ts'
import classes from '../ticket.module.css'

type Props = { ticket: string; onShow: (message: string) => void; onClose: () => void }

export function FindBar({ ticket, onShow, onClose }: Props) {
  const t = useT()
  const [text, setText] = useState('')
  const q = useSettled(text.trim())
  const { data } = useAction(conversation.find, { id: ticket, q }, { enabled: q !== '', keep: true })
  const ids = q === '' ? undefined : data?.ids
  const [place, setPlace] = useState(0)
  // Another question begins with its newest answer.
  const [asked, setAsked] = useState(ids)
  if (asked !== ids) {
    setAsked(ids)
    setPlace(0)
  }
  const shown = ids?.[place]
  useEffect(() => {
    if (shown) onShow(shown)
  }, [shown, onShow])

  const count = ids?.length ?? 0
  const step = (by: number) => count > 0 && setPlace((place + by + count) % count)
  return (
    <search className={classes['find']}>
      <TextInput
        className={classes['findField']}
        aria-label={t('tickets.thread.find')}
        placeholder={t('tickets.thread.find')}
        value={text}
        autoFocus
        maxLength={100}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
          if (event.key === 'Enter') {
            event.preventDefault()
            step(event.shiftKey ? -1 : 1)
          }
        }}
      />
      <span role="status" className={classes['findCount']}>
        {ids &&
          (count === 0 ? t('tickets.empty.filtered') : t('tickets.file.place', { place: place + 1, total: count }))}
      </span>
      <ActionIcon size="lg" disabled={count < 2} aria-label={t('tickets.thread.find_previous')} onClick={() => step(1)}>
        <IconChevronUp size={20} stroke={1.5} />
      </ActionIcon>
      <ActionIcon size="lg" disabled={count < 2} aria-label={t('tickets.thread.find_next')} onClick={() => step(-1)}>
        <IconChevronDown size={20} stroke={1.5} />
      </ActionIcon>
      <ActionIcon size="lg" aria-label={t('tickets.close_keys')} onClick={onClose}>
        <IconX size={20} stroke={1.5} />
      </ActionIcon>
    </search>
  )
}
