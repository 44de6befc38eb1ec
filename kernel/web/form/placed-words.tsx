// Words with places in braces, and a button for each place that something fills.
import { Button, Textarea } from '@mantine/core'
import type { FieldControl } from './control.tsx'
import classes from './form.module.css'

type Props = Pick<FieldControl, 'name' | 'label' | 'description' | 'error' | 'disabled'> & {
  value: string
  onChange: (text: string) => void
  places: readonly { name: string; label: string }[]
  /** What the buttons are for, said to those who do not see them beside the words. */
  placesLabel: string
}

export function PlacedWords({ name, value, onChange, places, placesLabel, ...field }: Props) {
  return (
    <div>
      <Textarea
        {...field}
        id={`field-${name}`}
        data-field={name}
        autosize
        minRows={5}
        maxRows={16}
        dir="auto"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className={classes['places']} role="group" aria-label={placesLabel}>
        {places.map((place) => (
          <Button
            key={place.name}
            size="compact-xs"
            variant="default"
            disabled={field.disabled}
            onClick={() => onChange(`${value}${value && !/\s$/.test(value) ? ' ' : ''}{{${place.name}}}`)}
          >
            {place.label}
          </Button>
        ))}
      </div>
    </div>
  )
}
