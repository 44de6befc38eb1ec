// A customer's new request: what, in a few words and in more, and whether it stops their work.
import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { CustomValues } from '#kernel/contract/index.ts'
import {
  CustomFields,
  Link,
  ProblemAlert,
  useAction,
  useAddress,
  useCommand,
  useLanguage,
  useMe,
  useT,
  withValue,
} from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { categories } from '#modules/support/categories/contract.ts'
import { tickets } from '../../contract.ts'
import { AttachButton } from '../composer/attach-button.tsx'
import { filesIn, useUploads } from '../composer/sending/attachments.ts'
import { FileChips } from '../composer/file-chips.tsx'
import { useDraft } from '../composer/use-draft.ts'
import { CameraButton } from './camera-button.tsx'
import classes from './portal.module.css'

export default function NewRequest() {
  const t = useT()
  const me = useMe()
  const { go } = useAddress()
  const { language } = useLanguage()
  // Beside the draft of the text: what was typed survives a closed tab.
  const titleKey = `workernet.draft-title.${me.user.id}`
  const [title, setTitle] = useState(() => localStorage.getItem(titleKey) ?? '')
  const [category, setCategory] = useState<string | null>(null)
  const [isUrgent, setUrgent] = useState(false)
  const [custom, setCustom] = useState<CustomValues>({})
  const [tried, setTried] = useState(false)
  const { draft, change, clear } = useDraft(me.user.id, 'new', 'reply', null)
  const uploads = useUploads((put) => change(({ attachments }) => ({ attachments: put(attachments) })))
  const known = useAction(categories.list, { sort: 'name', limit: 200 }, { enabled: me.may(categories.list.can) })
  const { run, isPending, problem } = useCommand(tickets.create, {
    onDone: ({ id }) => {
      clear()
      localStorage.removeItem(titleKey)
      go(`/portal/tickets/${id}`, { replace: true })
    },
  })
  const missing = (text: string) => (tried && text.trim() === '' ? t('tickets.required') : null)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (title.trim() === '' || draft.text.trim() === '') return
    void run({
      title: title.trim(),
      description: draft.text.trim(),
      category,
      custom,
      priority: isUrgent ? 'high' : 'medium',
      attachments: draft.attachments.map(({ id }) => id),
    })
  }
  return (
    <div className={classes['page']}>
      <Link to="/portal" className={classes['back']}>
        <IconArrowLeft size={20} stroke={1.5} className="wn-mirrors" aria-hidden />
        {t('tickets.portal.title')}
      </Link>
      <PageHeader title={t('tickets.portal.new')} />
      <form
        className={classes['form']}
        onSubmit={submit}
        noValidate
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          uploads.add(filesIn(event.dataTransfer))
        }}
      >
        <TextInput
          size="md"
          label={t('tickets.portal.subject')}
          description={t('tickets.portal.subject_hint')}
          value={title}
          maxLength={200}
          required
          dir="auto"
          error={missing(title)}
          onChange={({ currentTarget: { value } }) => {
            setTitle(value)
            localStorage.setItem(titleKey, value)
          }}
        />
        <Textarea
          size="md"
          label={t('tickets.portal.text')}
          description={t('tickets.portal.text_hint')}
          autosize
          minRows={5}
          maxRows={16}
          required
          dir="auto"
          value={draft.text}
          error={missing(draft.text)}
          onChange={({ currentTarget: { value } }) => change(() => ({ text: value }))}
          onPaste={(event) => {
            const files = filesIn(event.clipboardData)
            if (files.length > 0) event.preventDefault()
            uploads.add(files)
          }}
        />
        <FileChips
          attachments={draft.attachments}
          uploads={uploads}
          onRemove={(id) => change(({ attachments }) => ({ attachments: attachments.filter((one) => one.id !== id) }))}
        />
        <span className={classes['attach']}>
          <AttachButton onFiles={uploads.add} withWord size="md" />
          <CameraButton onFiles={uploads.add} />
        </span>
        {known.data && known.data.items.length > 0 && (
          <Select
            size="md"
            label={t('ticket.category')}
            placeholder={t('tickets.portal.other_category')}
            clearable
            value={category}
            data={known.data.items.map(({ id, name, names }) => ({ value: id, label: names[language] ?? name }))}
            onChange={setCategory}
          />
        )}
        <Checkbox
          size="md"
          label={t('tickets.portal.urgent')}
          description={t('tickets.portal.urgent_hint')}
          checked={isUrgent}
          onChange={(event) => setUrgent(event.currentTarget.checked)}
        />
        <CustomFields
          entity="ticket"
          size="md"
          record={{ category, priority: isUrgent ? 'high' : 'medium' }}
          values={custom}
          problem={problem}
          onChange={(key, value) => setCustom((all) => withValue(all, key, value))}
        />
        <ProblemAlert problem={problem} />
        <Button type="submit" size="lg" loading={isPending} disabled={uploads.sending.some((one) => !one.problem)}>
          {t('tickets.portal.submit')}
        </Button>
      </form>
    </div>
  )
}
