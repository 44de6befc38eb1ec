// A ticket written down by staff for somebody who called or came by.
import { Button, Group, Select, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { CustomValues, Row } from '#kernel/contract/index.ts'
import {
  CustomFields,
  ProblemAlert,
  ReferencePicker,
  ReferencesPicker,
  useAddress,
  useCommand,
  useMe,
  useT,
  withValue,
} from '#kernel/web/index.tsx'
import { erpModules } from '#modules/support/erp-modules/contract.ts'
import { PageHeader } from '#ui/page-header.tsx'
import { PRIORITIES, type Ticket, tickets, TYPES } from '../../contract.ts'
import { AttachButton } from '../composer/attach-button.tsx'
import { useUploads } from '../composer/sending/attachments.ts'
import { FileChips } from '../composer/file-chips.tsx'
import { useDraft } from '../composer/use-draft.ts'
import type { Priority } from '../marks/priority.tsx'
import { TagsField } from '../tags/tags-field.tsx'
import classes from './desk.module.css'

type Chosen = {
  requester: string | null
  assignee: string | null
  team: string | null
  category: string | null
  priority: Priority
  type: Row<typeof Ticket>['type']
  erp_modules: string[]
  tags: string[]
}

export default function NewTicket() {
  const t = useT()
  const { user: me, may } = useMe()
  const offersErp = may(erpModules.list.can)
  const { go } = useAddress()
  const [title, setTitle] = useState('')
  const [chosen, setChosen] = useState<Chosen>({
    requester: null,
    assignee: me.id,
    team: null,
    category: null,
    priority: 'medium',
    type: 'question',
    erp_modules: [],
    tags: [],
  })
  const [custom, setCustom] = useState<CustomValues>({})
  const [tried, setTried] = useState(false)
  const { draft, change, clear } = useDraft(me.id, 'new', 'reply', null)
  const uploads = useUploads((put) => change(({ attachments }) => ({ attachments: put(attachments) })))
  const { run, isPending, problem } = useCommand(tickets.create, {
    onDone: ({ id }) => {
      clear()
      go(`/tickets/${id}`, { replace: true })
    },
  })
  const set = (part: Partial<Chosen>) => setChosen((all) => ({ ...all, ...part }))
  const missing = (isMissing: boolean) => (tried && isMissing ? t('tickets.required') : null)
  const { requester, ...rest } = chosen

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!requester || title.trim() === '') return
    void run({
      ...rest,
      custom,
      requester,
      title: title.trim(),
      description: draft.text,
      attachments: draft.attachments.map(({ id }) => id),
    })
  }
  return (
    <div className={classes['page']}>
      <PageHeader title={t('tickets.create')} />
      <p className="wn-quiet">{t('tickets.new.hint')}</p>
      <form className={classes['form']} onSubmit={submit} noValidate>
        <ReferencePicker
          entity="user"
          label={t('ticket.requester')}
          placeholder={t('tickets.find_person')}
          value={requester}
          required
          error={missing(!requester)}
          onChange={(id) => set({ requester: id })}
        />
        <TextInput
          label={t('ticket.title')}
          value={title}
          maxLength={200}
          required
          error={missing(title.trim() === '')}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t('ticket.description')}
          autosize
          minRows={5}
          maxRows={20}
          dir="auto"
          value={draft.text}
          onChange={({ currentTarget: { value } }) => change(() => ({ text: value }))}
        />
        <FileChips
          attachments={draft.attachments}
          uploads={uploads}
          onRemove={(id) => change(({ attachments }) => ({ attachments: attachments.filter((one) => one.id !== id) }))}
        />
        <AttachButton onFiles={uploads.add} withWord />
        <div className={classes['pair']}>
          <Select
            label={t('ticket.type')}
            allowDeselect={false}
            value={chosen.type}
            data={TYPES.map((value) => ({ value, label: t(`ticket.type.${value}`) }))}
            onChange={(value) => set({ type: (value ?? 'question') as Chosen['type'] })}
          />
          <Select
            label={t('ticket.priority')}
            allowDeselect={false}
            value={chosen.priority}
            data={PRIORITIES.map((value) => ({ value, label: t(`ticket.priority.${value}`) }))}
            onChange={(value) => set({ priority: (value ?? 'medium') as Priority })}
          />
          <ReferencePicker
            entity="category"
            label={t('ticket.category')}
            placeholder={t('tickets.new.category_by_itself')}
            value={chosen.category}
            clearable
            onChange={(category) => set({ category })}
          />
          <ReferencePicker
            entity="user"
            label={t('ticket.assignee')}
            placeholder={t('tickets.nobody')}
            value={chosen.assignee}
            clearable
            only={({ role }) => role !== 'client'}
            onChange={(assignee) => set({ assignee })}
          />
          <ReferencePicker
            entity="team"
            label={t('ticket.team')}
            placeholder={t('tickets.none')}
            value={chosen.team}
            clearable
            onChange={(team) => set({ team })}
          />
          {offersErp && (
            <ReferencesPicker
              entity="erp_module"
              label={t('ticket.erp_modules')}
              value={chosen.erp_modules}
              onChange={(erp_modules) => set({ erp_modules })}
            />
          )}
        </div>
        <TagsField value={chosen.tags} onChange={(tags) => set({ tags })} />
        <CustomFields
          entity="ticket"
          record={chosen}
          values={custom}
          problem={problem}
          onChange={(key, value) => setCustom((all) => withValue(all, key, value))}
        />
        <ProblemAlert problem={problem} />
        <Group gap="sm">
          <Button type="submit" loading={isPending} disabled={uploads.sending.some((one) => !one.problem)}>
            {t('tickets.new.submit')}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => go('/tickets')}>
            {t('tickets.new.cancel')}
          </Button>
        </Group>
      </form>
    </div>
  )
}
