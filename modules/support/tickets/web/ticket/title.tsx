// The subject, changed where it stands.
import { TextInput, UnstyledButton } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useT } from '#kernel/web/index.tsx'
import classes from './ticket.module.css'

type Props = { title: string; mayChange: boolean; onRename: (title: string) => void }
const LONGEST = 200

export function TicketTitle({ title, mayChange, onRename }: Props) {
  const t = useT()
  const [text, setText] = useState<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  // Opening a ticket moves the reader to its beginning.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])

  const finish = (save: boolean) => {
    const next = text?.trim() ?? ''
    setText(null)
    if (save && next !== '' && next !== title) onRename(next)
  }
  if (text !== null)
    return (
      <TextInput
        className={classes['titleField']}
        aria-label={t('ticket.title')}
        value={text}
        maxLength={LONGEST}
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => finish(true)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish(true)
          if (event.key === 'Escape') finish(false)
        }}
      />
    )
  return (
    <h1 ref={heading} tabIndex={-1} className={classes['title']}>
      {mayChange ? (
        <UnstyledButton className={classes['rename']} title={t('tickets.rename')} onClick={() => setText(title)}>
          <bdi>{title}</bdi>
        </UnstyledButton>
      ) : (
        <bdi>{title}</bdi>
      )}
    </h1>
  )
}
