// A filter as a chip above a list: opens its own field, is removed by its cross, Delete or Backspace.
import { Checkbox, CloseButton, TagsInput, TextInput, UnstyledButton } from '@mantine/core'
import * as z from 'zod'
import { Popover } from '#ui/opening/opening.tsx'
import { choicesOf, hintsOf } from '../../contract/index.ts'
import { useFormat, useT } from '../language/hooks.tsx'
import { useFieldWords } from '../custom/use-fields.ts'
import { ReferencePicker } from '../references/picker.tsx'
import { Reference } from '../references/reference.tsx'
import classes from './listing.module.css'
import { isDay, isRangedOwn, ownOf, schemaOf } from './fields.ts'
import { OwnFilter } from './own-filter.tsx'
import { ownValues, OwnWords } from './own-words.tsx'
import { type Listing, type ShownList, withFilter } from './shown.ts'

type Props = { listing: Listing; name: string; shown: ShownList; onShow: (shown: ShownList) => void }

export function FilterChip(props: Props) {
  const { listing, name, shown, onShow } = props
  const t = useT()
  const { word } = useFieldWords()
  const own = ownOf(listing, name)
  const values = own ? ownValues({ field: own, name, shown }) : (shown.filters[name] ?? [])
  const isOn = values.some((value) => value !== '')
  const label = own ? word(own.labels) : t(`${listing.of.name}.${name}`)
  const names = own && isRangedOwn(own) ? [`${name}_from`, `${name}_to`] : [name]
  const remove = () => onShow(names.reduce((next, one) => withFilter(next, one, []), shown))
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
                {own ? (
                  <OwnWords field={own} values={values} />
                ) : (
                  <Values listing={listing} name={name} values={values} />
                )}
              </>
            )}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          {own ? (
            <OwnFilter field={own} name={name} shown={shown} onShow={onShow} />
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
  const schema = schemaOf(listing, name)!
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
  if (isDay(schema))
    return (
      <TextInput
        type="date"
        label={label}
        value={values[0] ?? ''}
        onChange={({ currentTarget: { value } }) => set(value ? [value] : [])}
      />
    )
  return <TagsInput label={label} value={[...values]} onChange={set} />
}

function Values({ listing, name, values }: { listing: Listing; name: string; values: readonly string[] }) {
  const t = useT()
  const format = useFormat()
  const [first = ''] = values
  const schema = schemaOf(listing, name)!
  const { refers } = hintsOf(schema)
  if (first === 'me') return t('listing.me')
  if (first === 'none') return t('listing.none')
  if (refers) return <Reference entity={refers} id={first} plain />
  if (isDay(schema)) return format.date(first)
  const isChoice = choicesOf(schema).length > 0
  return <bdi>{format.list(values.map((value) => (isChoice ? t(`${listing.of.name}.${name}.${value}`) : value)))}</bdi>
}
