// A customer's reply: one field, one button.
import { Button, Textarea } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import type { FormEvent } from 'react'
import type { Row } from '#kernel/contract/index.ts'
import { ProblemAlert, useMe, useT } from '#kernel/web/index.tsx'
import { afterRequesterReply, type Ticket } from '../../contract.ts'
import { AttachButton } from '../composer/attach-button.tsx'
import { filesIn, useUploads } from '../composer/sending/attachments.ts'
import { FileChips } from '../composer/file-chips.tsx'
import { useDraft } from '../composer/use-draft.ts'
import { useComment } from '../composer/sending/use-comment.ts'
import type { Message } from '../thread/story.ts'
import { CameraButton } from './camera-button.tsx'
import classes from './portal.module.css'

type Props = { ticket: Row<typeof Ticket>; messages: readonly Message[]; onTyping: (isTyping: boolean) => void }

export function Answer({ ticket, messages, onTyping }: Props) {
  const t = useT()
  const me = useMe().user
  const { draft, change, clear } = useDraft(me.id, ticket.id, 'reply', messages.at(-1)?.id ?? null)
  const uploads = useUploads((put) => change(({ attachments }) => ({ attachments: put(attachments) })))
  const { send, isSending, problem } = useComment(ticket.id, clear)
  const isBlocked = draft.text.trim() === '' || isSending || uploads.sending.some((one) => !one.problem)
  const reopens = ticket.status === 'resolved' && afterRequesterReply(ticket.status) !== ticket.status

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (isBlocked) return
    onTyping(false)
    void send({ text: draft.text.trim(), internal: false, attachments: draft.attachments.map(({ id }) => id) })
  }
  return (
    <form
      className={classes['answer']}
      onSubmit={submit}
      aria-label={t('tickets.portal.answer')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        uploads.add(filesIn(event.dataTransfer))
      }}
    >
      {reopens && <p className="wn-quiet">{t('tickets.portal.opens_again')}</p>}
      <Textarea
        autosize
        minRows={1}
        maxRows={8}
        size="md"
        dir="auto"
        aria-label={t('tickets.portal.answer')}
        placeholder={t('tickets.portal.answer')}
        value={draft.text}
        readOnly={isSending}
        onChange={({ currentTarget: { value } }) => {
          change(() => ({ text: value }))
          onTyping(value !== '')
        }}
        onBlur={() => onTyping(false)}
        onPaste={(event) => {
          const files = filesIn(event.clipboardData)
          if (files.length > 0) event.preventDefault()
          uploads.add(files)
        }}
        onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === 'Enter' && submit()}
      />
      <FileChips
        attachments={draft.attachments}
        uploads={uploads}
        onRemove={(id) => change(({ attachments }) => ({ attachments: attachments.filter((one) => one.id !== id) }))}
      />
      {problem && <ProblemAlert problem={problem} />}
      <div className={classes['foot']}>
        <span className={classes['attach']}>
          <AttachButton onFiles={uploads.add} withWord size="md" />
          <CameraButton onFiles={uploads.add} />
        </span>
        <Button
          type="submit"
          size="md"
          disabled={isBlocked}
          leftSection={<IconSend size={18} stroke={1.5} className="wn-mirrors" />}
        >
          {isSending ? t('tickets.sending') : t('tickets.send')}
        </Button>
      </div>
    </form>
  )
}
