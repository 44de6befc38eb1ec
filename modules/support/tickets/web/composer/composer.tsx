// Writing to the customer or a note to colleagues: two modes that look different, one draft each.
import { Textarea, UnstyledButton } from '@mantine/core'
import { IconLock, IconMail } from '@tabler/icons-react'
import { useCallback, useEffect, useId, useRef, useState } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { ProblemAlert, recordTools, SlotOutlet, useMe, useT } from '#kernel/web/index.tsx'
import { pressHere } from '../desk/press-here.ts'
import { composerTexts, type Hearing, type Status, Ticket, WRITE_NOTES } from '../../contract.ts'
import type { Beside } from '../../contract/composing/beside.ts'
import type { Insertion } from '../../contract/composing/insertion.ts'
import type { AfterSend } from '../../contract/composing/preferences.ts'
import type { Message } from '../thread/story.ts'
import { arrivedSince, isEmpty, type Mode } from './draft.ts'
import { ColleaguesDrafts, DraftChoice } from './drafts/draft-lines.tsx'
import { FileChips } from './file-chips.tsx'
import { pastedIn, useUploads } from './sending/attachments.ts'
import { BesideLine } from './beside-line.tsx'
import { type Chosen, NOTHING, textBeingSought, together, withWords } from './insertion.ts'
import { nameBeingTyped, withName } from './mention.ts'
import { MentionList, useMentionChoice } from './mention-list.tsx'
import { Recipients } from './recipients/recipients.tsx'
import { useRecipients } from './recipients/use-recipients.ts'
import { SendButton } from './send-button.tsx'
import { StaleGuard } from './stale-guard.tsx'
import { useDraft } from './use-draft.ts'
import { useDrop } from './sending/use-drop.ts'
import { useSent } from './sending/use-sent.ts'
import { useSend } from './sending/use-send.ts'
import { type Waiting, WaitingReplies } from './waiting/waiting.tsx'
import classes from './composer.module.css'

type Props = {
  ticket: Row<typeof Ticket>
  messages: readonly Message[]
  mode: Mode
  onMode: (mode: Mode) => void
  field: React.RefObject<HTMLTextAreaElement | null>
  /** Tells others that somebody writes here. */
  onTyping: (isTyping: boolean) => void
  /** Goes where its writer wants to be after a reply. */
  onSent?: (where: AfterSend) => void
  /** Reads the messages anew. */
  onStale?: () => void
}
/** What beside the text: where the ticket goes, when it leaves, and what else changes. */
export type Wanted = { status?: Status; send_at?: string; beside?: Beside }

const STILL_TYPING_MS = 4_000

export function Composer({ ticket, messages, mode, onMode, field, onTyping, onSent, onStale }: Props) {
  const t = useT()
  const me = useMe()
  const lastSeen = messages.at(-1)?.id ?? null
  const { draft, change, clear, kept, sync } = useDraft(me.user.id, ticket.id, mode, lastSeen)
  const uploads = useUploads((put) => change(({ attachments }) => ({ attachments: put(attachments) })))
  const chosen = draft.chosen ?? NOTHING
  const setChosen = (next: Chosen) => change(() => ({ chosen: next }))
  const textKeys = useRef<Hearing | null>(null)
  const [held, setHeld] = useState<Wanted | null>(null)
  /** The server knows of something new that is still on its way here. */
  const [isStopped, setStopped] = useState(false)
  const recipients = useRecipients(ticket.id)
  const form = useRef<HTMLFormElement>(null)
  const pastedName = () => t('tickets.pasted', { time: new Date().toISOString().slice(0, 19).replaceAll(':', '.') })
  const isOver = useDrop(form, uploads.add, pastedName)
  const sent = useSent(onSent)
  const { sendNote, sendReply, isSending, problem } = useSend(
    ticket.id,
    (reply) => {
      clear()
      if (!reply) return
      recipients.everybody()
      sent(reply)
    },
    () => {
      setStopped(true)
      onStale?.()
    },
  )
  const [caret, setCaret] = useState<number | null>(null)
  const listId = useId()
  const naming = caret === null || !me.may(WRITE_NOTES) ? null : nameBeingTyped(draft.text, caret)
  const choice = useMentionChoice(naming?.typed ?? null)
  const sought = caret === null ? null : textBeingSought(draft.text, caret)
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

  const arrived = arrivedSince(messages, draft.seen, me.user.id)
  const deliver = (wanted: Wanted, seen: string | null) => {
    const { send_at } = wanted
    const status = wanted.status ?? chosen.status ?? undefined
    const changes = { ...chosen.beside, ...wanted.beside }
    const beside = Object.keys(changes).length > 0 ? changes : undefined
    setHeld(null)
    setStopped(false)
    onTyping(false)
    const said = { text: draft.text.trim(), attachments: draft.attachments.map(({ id }) => id), seen }
    if (isNote) void sendNote({ ...said, ...(status && { status }), ...(beside && { beside }) })
    else
      void sendReply({
        ...said,
        cc: recipients.cc ?? null,
        status: status ?? null,
        ...(beside && { beside }),
        ...(send_at && { send_at }),
      })
  }
  const submit = (wanted: Wanted = {}) => {
    if (isBlocked || isSending) return
    if (arrived.length > 0) setHeld(wanted)
    else deliver(wanted, draft.seen)
  }
  /** What was taken back stands in the field again, before what was begun since. */
  const takeBack = ({ text, cc, seen, attachments }: Waiting) => {
    onMode('reply')
    change((now) => ({
      text: now.text.trim() === '' ? text : `${text}\n\n${now.text}`,
      seen,
      attachments: [
        ...now.attachments,
        ...attachments.map((id) => ({ id, name: t('tickets.kept_file'), size: 0, type: '' })),
      ],
    }))
    if (cc) recipients.restore(cc)
    field.current?.focus()
  }
  const backToText = () => {
    setHeld(null)
    setStopped(false)
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
  const hearKeys = useCallback((hear: Hearing | null) => {
    textKeys.current = hear
  }, [])
  const insert = ({ text, status, beside }: Insertion) => {
    const end = caret ?? draft.text.length
    const next = withWords(draft.text, sought?.from ?? end, end, text)
    typed(next.text)
    change(({ chosen: before = NOTHING }) => ({ chosen: together(before, { status, beside }) }))
    setCaret(null)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  /** As if a slash had been typed. */
  const openTexts = () => {
    const text = draft.text === '' || /\s$/.test(draft.text) ? `${draft.text}/` : `${draft.text} /`
    typed(text)
    field.current?.focus()
    requestAnimationFrame(() => {
      field.current?.setSelectionRange(text.length, text.length)
      setCaret(text.length)
    })
  }
  const texts = {
    ticket,
    typed: sought?.typed ?? null,
    onKeys: hearKeys,
    onOpen: openTexts,
    onClose: () => setCaret(null),
    onTake: insert,
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
      ref={form}
      aria-label={t('tickets.composer')}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className={classes['tabs']} role="radiogroup" aria-label={t('tickets.composer')}>
        <Tab mode="reply" chosen={!isNote} onMode={onMode} />
        {me.may(WRITE_NOTES) && <Tab mode="note" chosen={isNote} onMode={onMode} />}
        {isNote && <span className={classes['who']}>{t('tickets.note_here')}</span>}
      </div>
      <WaitingReplies ticket={ticket.id} onBack={takeBack} />
      {!isNote && <Recipients ticket={ticket.id} requester={ticket.requester} recipients={recipients} />}
      <ColleaguesDrafts of={sync.others} onTaken={(row) => (sync.adopt(row), sync.load())} />
      {sync.asked && <DraftChoice text={draft.text} asked={sync.asked} onMine={sync.keepMine} onTheirs={sync.adopt} />}
      {(held || isStopped) && arrived.length > 0 && (
        <StaleGuard arrived={arrived} onSend={() => deliver(held ?? {}, arrived.at(-1)!.id)} onBack={backToText} />
      )}
      <div className={classes['writing']}>
        <SlotOutlet of={composerTexts} part="list" {...texts} />
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
            const files = pastedIn(event.clipboardData, pastedName)
            if (files.length === 0) return
            event.preventDefault()
            uploads.add(files)
          }}
          onKeyDown={(event) => {
            if (choice.people.length > 0 && chooseByKey(event)) return
            if (sought && textKeys.current?.(event)) return
            if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
              event.preventDefault()
              submit()
            } else if (event.key === 'Escape' && !pressHere('conversation')) event.currentTarget.blur()
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
      <BesideLine chosen={chosen} onChange={setChosen} />
      <SendButton
        texts={
          <>
            <SlotOutlet of={composerTexts} part="button" {...texts} />
            <SlotOutlet of={recordTools} entity={Ticket} id={ticket.id} compact />
          </>
        }
        ticket={ticket}
        isNote={isNote}
        isBlocked={isBlocked}
        isSending={isSending}
        kept={kept}
        onFiles={uploads.add}
        onSend={submit}
        isShared={draft.shared}
        onShare={(shared) => change(() => ({ shared }))}
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
