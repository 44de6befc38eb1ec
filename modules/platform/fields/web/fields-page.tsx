// The form builder: the fields of a kind of record in their order, and beside them the form that they make.
import { ActionIcon, Button, SegmentedControl, Text, UnstyledButton } from '@mantine/core'
import { IconArchive, IconArrowDown, IconArrowUp, IconForms, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { type CustomValues, FIELD_TYPES, type FieldRead } from '#kernel/contract/index.ts'
import {
  FieldsForm,
  Link,
  ProblemAlert,
  RowsSkeleton,
  SideDrawer,
  toast,
  useAction,
  useCommand,
  useFieldWords,
  useHasText,
  useT,
  withValue,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { fields } from '../contract.ts'
import { emptyField, type FieldDraft, previewOf } from './draft.ts'
import { FieldEditor } from './field-editor.tsx'
import classes from './fields.module.css'

type Edited = { kept: FieldRead | null; draft: FieldDraft }

const draftOf = (field: FieldRead): FieldDraft => {
  const {
    id: _id,
    created_at: _c,
    updated_at: _u,
    version: _v,
    position: _p,
    archived: _a,
    slot: _s,
    ready: _r,
    editable: _e,
    ...draft
  } = field
  return draft as unknown as FieldDraft
}

export default function FieldsPage() {
  const t = useT()
  const has = useHasText()
  const kinds = useAction(fields.kinds, {})
  const [chosen, setChosen] = useState<string | null>(null)
  const entity = chosen ?? kinds.data?.items[0]?.entity ?? null
  const kindName = (name: string) => (has(`${name}.many`) ? t(`${name}.many`) : name)
  return (
    <>
      <PageHeader title={t('fields.title')} above={<Link to="/settings">{t('menu.settings')}</Link>} />
      <ProblemAlert problem={kinds.error} onRetry={() => void kinds.refetch()} />
      {kinds.data && kinds.data.items.length > 1 && (
        <SegmentedControl
          aria-label={t('fields.kind')}
          value={entity ?? ''}
          data={kinds.data.items.map((one) => ({ value: one.entity, label: kindName(one.entity) }))}
          onChange={setChosen}
          mb="md"
        />
      )}
      {kinds.data && entity ? (
        <Builder
          key={entity}
          entity={entity}
          standard={kinds.data.items.find((one) => one.entity === entity)?.fields ?? []}
          references={kinds.data.references}
        />
      ) : (
        !kinds.error && <RowsSkeleton />
      )}
    </>
  )
}

type BuilderProps = {
  entity: string
  standard: readonly { name: string; choices: string[]; refers: string | null }[]
  references: readonly string[]
}

function Builder({ entity, standard, references }: BuilderProps) {
  const t = useT()
  const has = useHasText()
  const { word } = useFieldWords()
  const { data, error, refetch } = useAction(fields.list, { entity, archived: true })
  const [edited, setEdited] = useState<Edited | null>(null)
  const [tried, setTried] = useState<CustomValues>({})
  const arrange = useCommand(fields.arrange, { onDone: () => void refetch() })
  const archive = useCommand(fields.archive, { onDone: () => void refetch() })
  const all = (data?.items ?? []) as unknown as FieldRead[]
  const inUse = all.filter(({ archived }) => !archived)
  const gone = all.filter(({ archived }) => archived)
  const move = (from: number, to: number) => {
    const next = [...inUse]
    next.splice(to, 0, ...next.splice(from, 1))
    void arrange.run({ entity, ids: next.map(({ id }) => id) })
  }
  const preview = previewed(inUse, edited)
  const add = (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button leftSection={<IconPlus size={16} stroke={1.5} />}>{t('fields.add')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {FIELD_TYPES.map((type) => (
          <Menu.Item key={type} onClick={() => setEdited({ kept: null, draft: emptyField(entity, type) })}>
            {t(`fields.type.${type}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
  return (
    <>
      <ProblemAlert problem={error ?? arrange.problem ?? archive.problem} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton />}
      {data && all.length === 0 && (
        <EmptyState icon={<IconForms size={24} stroke={1.5} />} title={t('fields.empty')} action={add}>
          {t('fields.empty_text')}
        </EmptyState>
      )}
      {data && all.length > 0 && (
        <div className={classes['page']}>
          <section aria-label={t('fields.title')}>
            <ul className={classes['list']}>
              {inUse.map((field, index) => (
                <li
                  key={field.id}
                  className={classes['field']}
                  draggable
                  onDragStart={(event) => event.dataTransfer.setData('text/plain', String(index))}
                  onDragOver={(event) => event.preventDefault()}
                  onDrop={(event) => {
                    event.preventDefault()
                    const from = Number(event.dataTransfer.getData('text/plain'))
                    if (Number.isInteger(from) && from !== index && inUse[from]) move(from, index)
                  }}
                >
                  <FieldName field={field} onOpen={() => setEdited({ kept: field, draft: draftOf(field) })} />
                  <ActionIcon
                    aria-label={t('fields.up', { name: word(field.labels) })}
                    disabled={index === 0 || arrange.isPending}
                    onClick={() => move(index, index - 1)}
                  >
                    <IconArrowUp size={16} stroke={1.5} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={t('fields.down', { name: word(field.labels) })}
                    disabled={index === inUse.length - 1 || arrange.isPending}
                    onClick={() => move(index, index + 1)}
                  >
                    <IconArrowDown size={16} stroke={1.5} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={t('fields.archive_named', { name: word(field.labels) })}
                    onClick={() => {
                      toast(t('fields.archived_told'))
                      void archive.run({ id: field.id, archived: true })
                    }}
                  >
                    <IconArchive size={16} stroke={1.5} />
                  </ActionIcon>
                </li>
              ))}
            </ul>
            <div className="wn-actions wn-actions-below">{add}</div>
            {gone.length > 0 && (
              <>
                <Text size="sm" className="wn-quiet" mt="md">
                  {t('fields.archived')}
                </Text>
                <ul className={classes['list']}>
                  {gone.map((field) => (
                    <li key={field.id} className={classes['field']} data-archived>
                      <FieldName field={field} onOpen={() => setEdited({ kept: field, draft: draftOf(field) })} />
                      <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => void archive.run({ id: field.id, archived: false })}
                      >
                        {t('fields.restore')}
                      </Button>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </section>
          <section className={classes['preview']} aria-label={t('fields.preview')}>
            <Text size="sm" className="wn-quiet" mb="sm">
              {t('fields.preview')}
            </Text>
            <FieldsForm
              fields={preview}
              record={{}}
              values={tried}
              onChange={(key, value) => setTried((values) => withValue(values, key, value))}
            />
          </section>
        </div>
      )}
      <SideDrawer
        title={edited?.kept ? word(edited.kept.labels) : t('fields.new')}
        opened={edited !== null}
        onClose={() => setEdited(null)}
        size={480}
      >
        {edited && (
          <FieldEditor
            key={edited.kept?.id ?? 'new'}
            kept={edited.kept}
            draft={edited.draft}
            others={all.filter(({ id }) => id !== edited.kept?.id)}
            standard={standard}
            references={references.filter((name) => has(`${name}.one`))}
            onDraft={(draft) => setEdited({ ...edited, draft })}
            onClose={() => setEdited(null)}
            onDone={() => {
              setEdited(null)
              void refetch()
            }}
          />
        )}
      </SideDrawer>
    </>
  )
}

/** The form with the field that is being defined in its place. */
function previewed(inUse: readonly FieldRead[], edited: Edited | null): readonly FieldRead[] {
  const open = inUse.map((field) => ({ ...field, editable: true }))
  if (!edited) return open
  const { kept, draft } = edited
  return kept
    ? open.map((field) => (field.id === kept.id ? previewOf(draft, kept.id) : field))
    : [...open, previewOf(draft, 'new')]
}

function FieldName({ field, onOpen }: { field: FieldRead; onOpen: () => void }) {
  const t = useT()
  const { word } = useFieldWords()
  const marks = [
    t(`fields.type.${field.type}`),
    ...(field.required ? [t('custom_field.required')] : []),
    ...(field.shown_if ? [t('fields.conditional')] : []),
  ]
  return (
    <UnstyledButton className={classes['name']} onClick={onOpen}>
      <bdi>{word(field.labels)}</bdi>
      <Text size="xs" className="wn-quiet" component="span" display="block">
        {marks.join(' · ')}
      </Text>
    </UnstyledButton>
  )
}
