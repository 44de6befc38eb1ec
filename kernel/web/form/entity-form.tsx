// A form that follows from an entity and the command it sends.
import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { type Action, type Entity, type Row } from '../../contract/index.ts'
import { useCommand } from '../call/hooks.ts'
import { RemoteProblem } from '../call/remote-problem.ts'
import { useHasText, useT } from '../language/hooks.tsx'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import { Conflict } from './conflict.tsx'
import { Control, type FieldControl } from './control.tsx'
import classes from './form.module.css'
import { fieldOf, firstValues, isRequired, refusedIn, toSend, writtenFields } from './form-values.ts'
import { useRefusalWords } from './refusal-words.ts'
import { useKept } from './use-kept.ts'

export type { FieldControl } from './control.tsx'

export type EntityFormProps<E extends Entity, I, O> = {
  of: E
  /** The command that the form sends; its own rules check the form before. */
  command: Action<I, any, O>
  /** Which fields, in order; all that people write when absent. */
  fields?: readonly string[]
  /** The record that is changed, or what a new one begins with. A change is sent for the version that was read. */
  start?: Partial<Row<E>>
  /** Sent along: the id of the record, what the page decides by itself. */
  also?: Record<string, unknown>
  onDone?: (answer: O) => void
  onCancel?: () => void
  /** What the button says; a verb. */
  submitLabel?: string
  /** Another form on the page is the main one: this one's button is not filled. */
  secondary?: boolean
  /** Controls of one's own, by field; fields that the entity does not have may stand among them. */
  controls?: Readonly<Record<string, (field: FieldControl) => ReactNode>>
  /** Keeps what was typed under this name until it is sent. */
  draftKey?: string
  disabled?: boolean
  /** Hears what is typed. */
  onValues?: (values: Record<string, unknown>) => void
  /** Reads the record anew: where somebody changed it meanwhile, both sides are shown and chosen from. */
  get?: Action<{ id: string }, any, any>
}

export function EntityForm<E extends Entity, I, O>(props: EntityFormProps<E, I, O>) {
  const {
    of,
    command,
    start,
    also = {},
    onDone,
    onCancel,
    submitLabel,
    controls = {},
    draftKey,
    disabled = false,
    secondary = false,
    get,
    onValues,
  } = props
  const t = useT()
  const fields = props.fields ?? writtenFields(of)
  const form = useRef<HTMLFormElement>(null)
  const { values, set, forget } = useKept(draftKey, () => firstValues(of, fields, start))
  const [tried, setTried] = useState(false)
  const { run, isPending, problem, reset } = useCommand(command)
  const wordsOf = useRefusalWords()
  const has = useHasText()

  const input = { ...also, ...toSend(of, command, values, start) }
  const refused = [...(tried ? refusedIn(command, input) : []), ...(problem?.refusals ?? [])]
  const errorOf = (field: string): string | null => {
    const first = refused.find((refusal) => fieldOf(refusal) === field)
    return first ? wordsOf(first, problem instanceof RemoteProblem ? problem : null) : null
  }
  const isStale = problem?.code === 'stale' && get !== undefined && start?.['id'] !== undefined
  const elsewhere = refused.filter((refusal) => !fields.includes(fieldOf(refusal)))

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    // A form inside a form's pop-up must not send the outer one too.
    event.stopPropagation()
    setTried(true)
    if (refusedIn(command, input).length > 0) return focusFirstError()
    const version = command.method === 'POST' ? undefined : start?.['version']
    const answer = await run(input as I, version === undefined ? {} : { version })
    if (answer === null && command.status !== 204) return focusFirstError()
    forget()
    onDone?.(answer as O)
  }
  const focusFirstError = () =>
    void setTimeout(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-error="true"]')?.focus(),
    )

  return (
    <form ref={form} noValidate className={classes['form']} onSubmit={(event) => void submit(event)}>
      {fields.map((name) => {
        const help = `${of.name}.${name}_help`
        const field: FieldControl = {
          name,
          value: values[name],
          set: (value) => {
            if (problem) reset()
            set(name, value)
            onValues?.({ ...values, [name]: value })
          },
          label: t(`${of.name}.${name}`),
          description: has(help) ? t(help) : undefined,
          error: errorOf(name),
          required: isRequired(of, name),
          disabled: disabled || isPending,
          problem,
          record: values,
        }
        const own = controls[name]
        return <div key={name}>{own ? own(field) : <Control of={of} field={field} />}</div>
      })}
      {isStale && (
        <Conflict
          of={of}
          get={get!}
          command={command}
          before={start as Record<string, unknown>}
          mine={input}
          onDone={(answer) => {
            forget()
            onDone?.(answer as O)
          }}
          onClose={reset}
        />
      )}
      {problem && !isStale && (problem.refusals.length === 0 || elsewhere.length > 0) && (
        <ProblemAlert problem={problem} />
      )}
      {elsewhere.length > 0 && (
        <ul className={classes['elsewhere']}>
          {elsewhere.map((refusal) => (
            <li key={refusal.pointer + refusal.code}>
              {fieldOf(refusal)}: {wordsOf(refusal, problem instanceof RemoteProblem ? problem : null)}
            </li>
          ))}
        </ul>
      )}
      <div className={classes['actions']}>
        <Button type="submit" variant={secondary ? 'default' : 'filled'} loading={isPending} disabled={disabled}>
          {submitLabel ?? t('do.save')}
        </Button>
        {onCancel && (
          <Button variant="subtle" color="gray" onClick={onCancel}>
            {t('do.cancel')}
          </Button>
        )}
      </div>
    </form>
  )
}
