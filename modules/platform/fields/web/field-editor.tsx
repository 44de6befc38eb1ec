// One field, in the drawer: what it is called, what fits it, who has to do with it, when it is shown.
import { Button, Checkbox, Group, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useMemo, useState } from 'react'
import {
  asGroup,
  type FieldRead,
  type Option,
  OUTSIDERS,
  refusalsBelow,
  type Rules,
  saidBy,
  type Shown,
} from '#kernel/contract/index.ts'
import {
  ConditionBuilder,
  ProblemAlert,
  RemoteProblem,
  useCommand,
  useFieldWords,
  useRefusalWords,
  useT,
} from '#kernel/web/index.tsx'
import { ROLES } from '#modules/platform/identity/contract.ts'
import { fields } from '../contract.ts'
import { CHOOSING, type FieldDraft, FILTERABLE, keyFrom, optionsOf, SEARCHED } from './draft.ts'
import { judgedAmong, type Standard } from './judged.ts'
import { OptionsEditor } from './options-editor.tsx'
import { RulesEditor } from './rules-editor.tsx'
import { WordsField } from './words-field.tsx'

/** Who may be left out: customers have a choice of their own, administrators see everything. */
const STAFF = ROLES.filter((role) => role !== 'admin' && role !== 'client')

type Props = {
  /** The field that is changed; null for a new one. */
  kept: FieldRead | null
  draft: FieldDraft
  others: readonly FieldRead[]
  standard: readonly Standard[]
  references: readonly string[]
  onDraft: (draft: FieldDraft) => void
  onDone: () => void
  onClose: () => void
}

export function FieldEditor({ kept, draft, others, standard, references, onDraft, onDone, onClose }: Props) {
  const t = useT()
  const { word } = useFieldWords()
  const words = useRefusalWords()
  const [ownKey, setOwnKey] = useState('')
  const create = useCommand(fields.create, { onDone })
  const update = useCommand(fields.update, { onDone })
  const { problem, isPending } = kept ? update : create
  const errorOf = (pointer: string) => {
    const refusal = problem?.refusals.find((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))
    return refusal ? words(refusal, problem instanceof RemoteProblem ? problem : null) : null
  }
  const set = (part: Partial<FieldDraft>) => onDraft({ ...draft, ...part })
  const { type } = draft
  const judged = useMemo(() => judgedAmong(standard, others), [standard, others])
  const roles = STAFF.map((value) => ({ value, label: t(`user.role.${value}`) }))
  const taken = others.map(({ key }) => key)
  const key = kept ? kept.key : ownKey || keyFrom(word(draft.labels), taken, type)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { entity, key: _key, type: _type, ...changeable } = draft
    if (kept) void update.run({ id: kept.id, ...changeable })
    else void create.run({ entity, key, type, ...changeable })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <WordsField
          label={t('custom_field.labels')}
          words={draft.labels}
          required
          error={errorOf('/labels')}
          onChange={(labels) => set({ labels })}
        />
        <TextInput
          size="sm"
          label={t('custom_field.key')}
          description={t('custom_field.key_help')}
          value={key}
          disabled={kept !== null}
          maxLength={40}
          error={errorOf('/key')}
          onChange={(event) => setOwnKey(event.currentTarget.value)}
        />
        <WordsField
          label={t('custom_field.help')}
          words={draft.help}
          maxLength={300}
          onChange={(help) => set({ help })}
        />
        <WordsField
          label={t('custom_field.section')}
          words={draft.section ?? {}}
          onChange={(section) => set({ section: Object.keys(section).length > 0 ? section : null })}
        />
        {CHOOSING.includes(type) && (
          <OptionsEditor
            options={optionsOf(draft)}
            kept={kept?.options.map((one) => one.key) ?? []}
            error={errorOf('/options')}
            onChange={(options: Option[]) => set({ options })}
          />
        )}
        {type === 'reference' && (
          <Select
            size="sm"
            label={t('custom_field.refers')}
            allowDeselect={false}
            value={draft.refers}
            data={references.map((value) => ({ value, label: t(`${value}.one`) }))}
            error={errorOf('/refers')}
            onChange={(refers) => set({ refers })}
          />
        )}
        <RulesEditor type={type} rules={draft.rules as Rules} onChange={(rules) => set({ rules })} errorOf={errorOf} />
        <Stack gap="xs">
          <Checkbox
            label={t('custom_field.required')}
            checked={draft.required}
            onChange={(event) => set({ required: event.currentTarget.checked })}
          />
          {FILTERABLE.includes(type) && (
            <Checkbox
              label={t('custom_field.filterable')}
              checked={draft.filterable}
              error={errorOf('/filterable')}
              onChange={(event) => set({ filterable: event.currentTarget.checked })}
            />
          )}
          {SEARCHED.includes(type) && (
            <Checkbox
              label={t('custom_field.searched')}
              checked={draft.searched}
              onChange={(event) => set({ searched: event.currentTarget.checked })}
            />
          )}
          <Checkbox
            label={t('custom_field.in_list')}
            checked={draft.in_list}
            onChange={(event) => set({ in_list: event.currentTarget.checked })}
          />
        </Stack>
        <Select
          size="sm"
          label={t('custom_field.outsiders')}
          allowDeselect={false}
          value={draft.outsiders}
          data={OUTSIDERS.map((value) => ({ value, label: t(`custom_field.outsiders.${value}`) }))}
          onChange={(value) => set({ outsiders: value as FieldDraft['outsiders'] })}
        />
        <MultiSelect
          size="sm"
          label={t('custom_field.seen_by')}
          description={t('custom_field.roles_help')}
          data={roles}
          value={[...draft.seen_by]}
          onChange={(seen_by) => set({ seen_by })}
        />
        <MultiSelect
          size="sm"
          label={t('custom_field.edited_by')}
          data={roles}
          value={[...draft.edited_by]}
          onChange={(edited_by) => set({ edited_by })}
        />
        <Stack gap={6}>
          <Text size="sm" fw={500} component="span">
            {t('fields.shown_if')}
          </Text>
          <ConditionBuilder
            entity={draft.entity}
            label={t('fields.shown_if')}
            judged={judged}
            value={asGroup(draft.shown_if as Shown | null)}
            refusals={refusalsBelow(problem?.refusals ?? [], '/shown_if')}
            onChange={(group) => set({ shown_if: saidBy(group) as FieldDraft['shown_if'] })}
          />
        </Stack>
        <ProblemAlert problem={problem} />
        <Group gap="sm">
          <Button type="submit" loading={isPending}>
            {t('do.save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t('do.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
