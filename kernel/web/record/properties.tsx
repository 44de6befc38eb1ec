// What a record is, field by field; each is changed where it stands, for the version that was read.
import { Button, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { type Action, type Crud, type Entity, hintsOf, type Row } from '../../contract/index.ts'
import { useCommand } from '../call/hooks.ts'
import { RemoteProblem } from '../call/remote-problem.ts'
import { Conflict } from '../form/conflict.tsx'
import { Control } from '../form/control.tsx'
import { useRefusalWords } from '../form/refusal-words.ts'
import { useT } from '../language/hooks.tsx'
import { useMe } from '../me.tsx'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import { valueOf } from '../table/cell.tsx'
import type { Column } from '../table/entity-table.tsx'
import classes from './record.module.css'

export type PropertiesProps<E extends Entity> = {
  of: E
  row: Row<E>
  update: Crud<E>['update']
  get: Action<{ id: string }, any, Row<E>>
  fields: readonly string[]
  /** How values look, by field. */
  cells?: Readonly<Record<string, NonNullable<Column<Partial<Row<E>>>['cell']>>>
}

const isEmpty = (value: unknown) =>
  value === null || value === '' || value === undefined || (Array.isArray(value) && value.length === 0)

export function Properties<E extends Entity>({ of, row, update, get, fields, cells = {} }: PropertiesProps<E>) {
  const t = useT()
  const { may } = useMe()
  const [sought, setSought] = useState('')
  const [hidesEmpty, setHidesEmpty] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  const [mine, setMine] = useState<{ before: Record<string, unknown>; mine: Record<string, unknown> } | null>(null)
  const { run, isPending, problem, reset } = useCommand(update, {
    onDone: () => setOpen(null),
  })
  const wordsOf = useRefusalWords()
  const values = row as Record<string, unknown>
  const shown = fields.filter(
    (field) =>
      (!hidesEmpty || !isEmpty(values[field])) &&
      t(`${of.name}.${field}`).toLowerCase().includes(sought.trim().toLowerCase()),
  )
  const save = (field: string, value: unknown) => {
    if (JSON.stringify(value) === JSON.stringify(values[field])) return setOpen(null)
    setMine({ before: values, mine: { [field]: value } })
    void run({ id: row['id'], [field]: value }, { version: values['version'] as number })
  }
  const isStale = problem?.code === 'stale' && mine !== null
  const refusal = problem?.refusals[0]
  return (
    <>
      <div className={classes['seek']}>
        <TextInput
          size="xs"
          type="search"
          aria-label={t('record.find_field')}
          placeholder={t('record.find_field')}
          value={sought}
          onChange={(event) => setSought(event.currentTarget.value)}
        />
        <Button
          style={{ flex: 'none' }}
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-pressed={hidesEmpty}
          onClick={() => setHidesEmpty(!hidesEmpty)}
        >
          {t(hidesEmpty ? 'record.show_empty' : 'record.hide_empty')}
        </Button>
      </div>
      <dl className={classes['fields']}>
        {shown.map((field) => (
          <div key={field}>
            <dt>{t(`${of.name}.${field}`)}</dt>
            <dd>
              {open === field ? (
                <Editor
                  of={of}
                  field={field}
                  value={values[field]}
                  record={values}
                  isPending={isPending}
                  error={refusal ? wordsOf(refusal, problem instanceof RemoteProblem ? problem : null) : null}
                  onSave={(value) => save(field, value)}
                  onClose={() => {
                    reset()
                    setOpen(null)
                  }}
                />
              ) : may(update.can) && field in of.patch.shape ? (
                <button
                  type="button"
                  className={classes['value']}
                  title={t('list.change', { field: t(`${of.name}.${field}`) })}
                  onClick={() => {
                    reset()
                    setOpen(field)
                  }}
                >
                  {valueOf(of, { field, ...(cells[field] ? { cell: cells[field] } : {}) }, row as Partial<Row<E>>)}
                </button>
              ) : (
                valueOf(of, { field, ...(cells[field] ? { cell: cells[field] } : {}) }, row as Partial<Row<E>>)
              )}
            </dd>
          </div>
        ))}
      </dl>
      {problem && !isStale && problem.refusals.length === 0 && <ProblemAlert problem={problem} />}
      {isStale && mine && (
        <Conflict
          of={of}
          get={get}
          command={update}
          before={mine.before}
          mine={mine.mine}
          onDone={() => {
            reset()
            setMine(null)
            setOpen(null)
          }}
          onClose={() => {
            reset()
            setMine(null)
          }}
        />
      )}
    </>
  )
}

type EditorProps = {
  of: Entity
  field: string
  value: unknown
  record: Readonly<Record<string, unknown>>
  isPending: boolean
  error: string | null
  onSave: (value: unknown) => void
  onClose: () => void
}

/** Saved by Enter or its button, left by Escape. */
function Editor({ of, field, value, record, isPending, error, onSave, onClose }: EditorProps) {
  const t = useT()
  const id = useId()
  const [typed, setTyped] = useState(value)
  const isProse = hintsOf(of.fields[field]!).control === 'prose'
  return (
    <form
      id={id}
      className={classes['editor']}
      ref={(form) => {
        if (form && !form.contains(document.activeElement))
          form.querySelector<HTMLElement>('input, textarea, button')?.focus()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        if (event.key === 'Enter' && isProse && (event.ctrlKey || event.metaKey)) onSave(typed)
      }}
      onSubmit={(event) => {
        event.preventDefault()
        onSave(typed === '' && !isProse ? null : typed)
      }}
    >
      <Control
        of={of}
        field={{
          name: field,
          value: typed,
          set: setTyped,
          label: '',
          'aria-label': t(`${of.name}.${field}`),
          description: undefined,
          error,
          required: false,
          disabled: isPending,
          record,
        }}
      />
      <div className={classes['editorActions']}>
        <Button type="submit" size="compact-sm" loading={isPending}>
          {t('do.save')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onClose}>
          {t('do.cancel')}
        </Button>
      </div>
    </form>
  )
}
