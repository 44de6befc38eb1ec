// Writing to the customer or a note to colleagues: two modes that look different, one draft each.
import { Textarea, UnstyledButton } from '@mantine/core'
import { IconLock, IconMail } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { ProblemAlert, useMe, useReference, useT } from '#kernel/web/index.tsx'
import { type Status, type Ticket, WRITE_NOTES } from '../../contract.ts'
import type { Message } from '../thread/story.ts'
import { arrivedSince, isEmpty, type Mode } from './draft.ts'
import { FileChips } from './file-chips.tsx'
import { filesIn, useUploads } from './sending/attachments.ts'
import { nameBeingTyped, withName } from './mention.ts'
import { MentionList, useMentionChoice } from './mention-list.tsx'
import { SendButton } from './send-button.tsx'
import { StaleGuard } from './stale-guard.tsx'
import { useDraft } from './use-draft.ts'
import { useSend } from './use-send.ts'
import classes from './composer.module.css'

type Props = {
  ticket: Row<typeof Ticket>
  messages: readonly Message[]
  mode: Mode
  onMode: (mode: Mode) => void
  field: React.RefObject<HTMLTextAreaElement | null>
  /** Tells others that somebody writes here. */
  onTyping: (isTyping: boolean) => void
}
const STILL_TYPING_MS = 4_000

export function Composer({ ticket, messages, mode, onMode, field, onTyping }: Props) {
  const t = useT()
  const me = useMe()
  const { name: requester } = useReference('user', ticket.requester)
  const lastSeen = messages.at(-1)?.id ?? null
  const { draft, change, clear, kept } = useDraft(me.user.id, ticket.id, mode, lastSeen)
  const uploads = useUploads((stored) => change(({ attachments }) => ({ attachments: [...attachments, stored] })))
  const { send, isSending, problem } = useSend(ticket.id, clear)
  const [held, setHeld] = useState<{ status: Status | undefined; arrived: Message[] } | null>(null)
  const [isOver, setOver] = useState(false)
  const [caret, setCaret] = useState<number | null>(null)
  const listId = useId()
  const naming = caret === null || !me.may(WRITE_NOTES) ? null : nameBeingTyped(draft.text, caret)
  const choice = useMentionChoice(naming?.typed ?? null)
  const isNote = mode === 'note'
  const isBlocked = isEmpty(draft) || draft.text.trim() === '' || uploads.sending.some((one) => !one.problem)

  const resting = useRef<ReturnType<typeof setTimeout>>(undefined)
  const typed = (text: string) => {
    change(() => ({ text }))
    onTyping(text !== '')
    clearTimeout(resting.current)
    resting.current = setTimeout(() => onTyping(false), STILL_TYPING_MS)
  }
  useEffect(() => () => clearTimeout(resting.current), [])

  const deliver = (status: Status | undefined) => {
    setHeld(null)
    onTyping(false)
    const attachments = draft.attachments.map(({ id }) => id)
    void send({ text: draft.text.trim(), internal: isNote, attachments, ...(status ? { status } : {}) })
  }
  const submit = (status?: Status) => {
    if (isBlocked || isSending) return
    const arrived = arrivedSince(messages, draft.seen, me.user.id)
    if (arrived.length > 0) setHeld({ status, arrived })
    else deliver(status)
  }
  const backToText = () => {
    setHeld(null)
    change(() => ({ seen: lastSeen }))
    field.current?.focus()
  }

  const take = (name: string) => {
    const named = withName(draft.text, caret ?? draft.text.length, naming!.from, name)
    typed(named.text)
    setCaret(named.caret)
    // The field has the new text after the next drawing only.
    requestAnimationFrame(() => field.current?.setSelectionRange(named.caret, named.caret))
  }
  /** Whether a key chose a colleague and is not meant for the text. */
  const chooseByKey = (event: React.KeyboardEvent): boolean => {
    const { people, active, setActive } = choice
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setActive((active + step + people.length) % people.length)
    else if (event.key === 'Tab' || (event.key === 'Enter' && !event.ctrlKey && !event.metaKey))
      take(people[active]!.name)
    else if (event.key === 'Escape') setCaret(null)
    else return false
    event.preventDefault()
    return true
  }

  return (
    <form
      className={classes['composer']}
      data-mode={mode}
      data-over={isOver}
      aria-label={t('tickets.composer')}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        uploads.add(filesIn(event.dataTransfer))
      }}
    >
      <div className={classes['tabs']} role="radiogroup" aria-label={t('tickets.composer')}>
        <Tab mode="reply" chosen={!isNote} onMode={onMode} />
        {me.may(WRITE_NOTES) && <Tab mode="note" chosen={isNote} onMode={onMode} />}
        <span className={classes['who']}>
          {isNote ? t('tickets.note_here') : t('tickets.reply_here', { name: requester ?? '…' })}
        </span>
      </div>
      {held && <StaleGuard arrived={held.arrived} onSend={() => deliver(held.status)} onBack={backToText} />}
      <div className={classes['writing']}>
        {naming && <MentionList id={listId} choice={choice} onTake={take} />}
        <Textarea
          ref={field}
          autosize
          minRows={1}
          maxRows={14}
          classNames={{ input: classes['field'] }}
          dir="auto"
          aria-label={isNote ? t('tickets.note') : t('tickets.reply')}
          placeholder={isOver ? t('tickets.drop') : isNote ? t('tickets.note_here') : t('tickets.reply')}
          value={draft.text}
          readOnly={isSending}
          onChange={(event) => {
            setCaret(event.currentTarget.selectionStart)
            typed(event.currentTarget.value)
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          aria-autocomplete="list"
          aria-controls={choice.people.length > 0 ? listId : undefined}
          aria-activedescendant={choice.people.length > 0 ? `${listId}-${choice.active}` : undefined}
          onBlur={() => {
            setCaret(null)
            onTyping(false)
          }}
          onPaste={(event) => {
            const files = filesIn(event.clipboardData)
            if (files.length === 0) return
            event.preventDefault()
            uploads.add(files)
          }}
          onKeyDown={(event) => {
            if (choice.people.length > 0 && chooseByKey(event)) return
            if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
              event.preventDefault()
              submit()
            } else if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
      </div>
      <FileChips
        attachments={draft.attachments}
        uploads={uploads}
        onRemove={(id) => change(({ attachments }) => ({ attachments: attachments.filter((one) => one.id !== id) }))}
      />
      {problem && (
        <div className={classes['problem']}>
          <ProblemAlert problem={problem} />
          <p>{t('tickets.unsent')}</p>
        </div>
      )}
      <SendButton
        ticket={ticket}
        isNote={isNote}
        isBlocked={isBlocked}
        isSending={isSending}
        kept={kept}
        onFiles={uploads.add}
        onSend={submit}
      />
    </form>
  )
}

function Tab({ mode, chosen, onMode }: { mode: Mode; chosen: boolean; onMode: (mode: Mode) => void }) {
  const t = useT()
  const Icon = mode === 'note' ? IconLock : IconMail
  return (
    <UnstyledButton
      role="radio"
      aria-checked={chosen}
      className={classes['tab']}
      data-mode={mode}
      data-chosen={chosen}
      onClick={() => onMode(mode)}
    >
      <Icon size={16} stroke={1.5} aria-hidden />
      {t(mode === 'note' ? 'tickets.note_tab' : 'tickets.reply')}
    </UnstyledButton>
  )
}
