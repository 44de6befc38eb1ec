// A filter as a chip above a list: opens its own field, is removed by its cross, Delete or Backspace.
import { Checkbox, CloseButton, TagsInput, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import * as z from 'zod'
import { Popover } from '#ui/opening/opening.tsx'
import { choicesOf, type FieldRead, hintsOf } from '../../contract/index.ts'
import { FieldValue } from '../custom/field-value.tsx'
import { useFieldWords } from '../custom/use-fields.ts'
import { useFormat, useT } from '../language/hooks.tsx'
import { ReferencePicker } from '../references/picker.tsx'
import { Reference } from '../references/reference.tsx'
import classes from './listing.module.css'
import { type Listing, ownFieldOf, type ShownList, withFilter } from './shown.ts'

type Props = { listing: Listing; name: string; shown: ShownList; onShow: (shown: ShownList) => void }

export function FilterChip(props: Props) {
  const { listing, name, shown, onShow } = props
  const t = useT()
  const values = shown.filters[name] ?? []
  const isOn = values.length > 0
  const { word } = useFieldWords()
  const field = ownFieldOf(listing, name)
  const label = field ? word(field.labels) : t(`${listing.of.name}.${name}`)
  const remove = () => onShow(withFilter(shown, name, []))
  return (
    <span className={classes['chip']} data-on={isOn}>
      <Popover position="bottom-start" width={280} withinPortal trapFocus>
        <Popover.Target>
          <UnstyledButton
            onKeyDown={(event) => {
              if (isOn && (event.key === 'Delete' || event.key === 'Backspace')) remove()
            }}
          >
            {label}
            {isOn && (
              <>
                {': '}
                {field ? (
                  <OwnValues field={field} values={values} />
                ) : (
                  <Values listing={listing} name={name} values={values} />
                )}
              </>
            )}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          {field ? (
            <OwnField
              field={field}
              label={label}
              values={values}
              onChange={(next) => onShow(withFilter(shown, name, next))}
            />
          ) : (
            <Field {...props} values={values} label={label} />
          )}
        </Popover.Dropdown>
      </Popover>
      {isOn && (
        <CloseButton
          size={24}
          iconSize={12}
          aria-label={t('listing.remove_filter', { field: label })}
          onClick={remove}
        />
      )}
    </span>
  )
}

function Field({ listing, name, shown, onShow, values, label }: Props & { values: readonly string[]; label: string }) {
  const t = useT()
  const schema = listing.of.fields[name]!
  const { refers } = hintsOf(schema)
  const set = (next: readonly string[]) => onShow(withFilter(shown, name, next))
  const choices = choicesOf(schema)
  if (choices.length > 0)
    return (
      <Checkbox.Group label={label} value={[...values]} onChange={set}>
        {choices.map((choice) => (
          <Checkbox key={choice} mt={8} value={choice} label={t(`${listing.of.name}.${name}.${choice}`)} />
        ))}
      </Checkbox.Group>
    )
  if (refers)
    return (
      <ReferencePicker
        entity={refers}
        inPlace
        label={label}
        value={values.find((value) => value !== 'me' && value !== 'none') ?? null}
        clearable
        shortcuts={[
          ...(refers === 'user' ? [{ id: 'me', label: t('listing.me') }] : []),
          ...(schema instanceof z.ZodNullable ? [{ id: 'none', label: t('listing.none') }] : []),
        ]}
        onChange={(id) => set(id ? [id] : [])}
      />
    )
  return <TagsInput label={label} value={[...values]} onChange={set} />
}

function Values({ listing, name, values }: { listing: Listing; name: string; values: readonly string[] }) {
  const t = useT()
  const format = useFormat()
  const [first = ''] = values
  const schema = listing.of.fields[name]!
  const { refers } = hintsOf(schema)
  if (first === 'me') return t('listing.me')
  if (first === 'none') return t('listing.none')
  if (refers) return <Reference entity={refers} id={first} plain />
  const isChoice = choicesOf(schema).length > 0
  return <bdi>{format.list(values.map((value) => (isChoice ? t(`${listing.of.name}.${name}.${value}`) : value)))}</bdi>
}

type OwnProps = { field: FieldRead; values: readonly string[] }

/** By a field that the organisation added: its options, yes and no, a record, or the value itself. */
function OwnField({
  field,
  values,
  label,
  onChange,
}: OwnProps & { label: string; onChange: (values: readonly string[]) => void }) {
  const t = useT()
  const { optionOf } = useFieldWords()
  const { type, options, refers } = field
  const offered =
    type === 'checkbox'
      ? ['true', 'false'].map((value) => [value, t(value === 'true' ? 'yes' : 'no')] as const)
      : options.map(({ key }) => [key, optionOf(field, key)] as const)
  if (type === 'reference')
    return (
      <ReferencePicker
        entity={refers ?? ''}
        inPlace
        label={label}
        value={values[0] ?? null}
        clearable
        onChange={(id) => onChange(id ? [id] : [])}
      />
    )
  if (offered.length > 0)
    return (
      <Checkbox.Group label={label} value={[...values]} onChange={onChange}>
        {offered.map(([value, words]) => (
          <Checkbox key={value} mt={8} value={value} label={words} />
        ))}
      </Checkbox.Group>
    )
  return (
    <TypedValue
      key={String(values)}
      label={label}
      type={type === 'date' || type === 'number' ? type : 'text'}
      value={values[0] ?? ''}
      onTyped={(value) => onChange(value ? [value] : [])}
    />
  )
}

type TypedProps = { label: string; type: string; value: string; onTyped: (value: string) => void }

/** Asked for by Enter, or when the field is left. */
function TypedValue({ label, type, value, onTyped }: TypedProps) {
  const [typed, setTyped] = useState(value)
  const say = () => typed.trim() !== value && onTyped(typed.trim())
  return (
    <TextInput
      label={label}
      type={type}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={say}
      onKeyDown={(event) => event.key === 'Enter' && say()}
    />
  )
}

function OwnValues({ field, values }: OwnProps) {
  const t = useT()
  const [first = ''] = values
  if (first === 'none') return t('listing.none')
  if (field.type === 'checkbox') return t(first === 'true' ? 'yes' : 'no')
  return (
    <FieldValue
      field={field.type === 'dropdown' ? { ...field, type: 'choices' } : field}
      value={field.type === 'dropdown' || field.type === 'choices' ? values : first}
    />
  )
}
