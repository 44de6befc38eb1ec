// The control that changes one value in a table, by what the field is: a menu of its choices, a search for a record, a field.
import { Menu, Popover } from '@mantine/core'
import * as z from 'zod'
import { useState } from 'react'
import { choicesOf, type Entity, hintsOf } from '../../contract/index.ts'
import { Control } from '../form/control.tsx'
import { useT } from '../language/hooks.tsx'
import { ReferencePicker } from '../references/picker.tsx'
import { valueOf } from './cell.tsx'
import type { EditableCellProps } from './editable-cell.tsx'
import classes from './table.module.css'

type Props = EditableCellProps<Entity> & { onClose: () => void }

export default function CellEditor(props: Props) {
  const { of, column, row, editing, onClose } = props
  const schema = of.fields[column.field]!
  const { refers, column: kind, within } = hintsOf(schema)
  const value = (row as Record<string, unknown>)[column.field]
  const save = (next: unknown) => {
    onClose()
    if (JSON.stringify(next) !== JSON.stringify(value)) editing.save(row, column.field, next)
  }
  const own = editing.control?.(column.field, row, { save, close: onClose })
  if (own) return own
  if (choicesOf(schema).length > 0) return <Choices {...props} value={value} save={save} />
  if (refers && kind === 'uuid') {
    return (
      <ReferencePicker
        entity={refers}
        size="xs"
        startOpen
        {...(within ? { within: String((row as Record<string, unknown>)[within] ?? '') } : {})}
        value={(value as string | null | undefined) ?? null}
        label=""
        shortcuts={schema instanceof z.ZodNullable ? [{ id: null, label: '—' }] : []}
        onChange={save}
        onClose={onClose}
      />
    )
  }
  return <Field {...props} value={value} save={save} />
}

type Changing = Props & { value: unknown; save: (value: unknown) => void }

function Choices({ of, column, row, editing, value, save, onClose }: Changing) {
  const t = useT()
  const own = editing.choices?.(column.field, row)
  const offered = own ?? choicesOf(of.fields[column.field]!)
  return (
    <Menu opened onChange={(isOpen) => isOpen || onClose()} position="bottom-start" withinPortal>
      <Menu.Target>
        <button type="button" className={classes['editable']}>
          {valueOf(of, column, row)}
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t(`${of.name}.${column.field}`)}>
        {offered.map((choice) => (
          <Menu.Item
            key={choice}
            role="menuitemradio"
            aria-checked={choice === value}
            data-chosen={choice === value}
            onClick={() => save(choice)}
          >
            {valueOf(of, column, { ...(row as object), [column.field]: choice })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Field({ of, column, row, value, save, onClose }: Changing) {
  const t = useT()
  const [typed, setTyped] = useState(value)
  return (
    <Popover
      opened
      position="bottom-start"
      width={280}
      withinPortal
      trapFocus
      onChange={(isOpen) => isOpen || save(typed)}
    >
      <Popover.Target>
        <span className={classes['editable']}>{valueOf(of, column, row)}</span>
      </Popover.Target>
      <Popover.Dropdown
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation()
            onClose()
          }
          // The first Enter ends a word of several, the next one the whole.
          const input = event.target as HTMLInputElement
          if (event.key === 'Enter' && !(Array.isArray(typed) && input.value)) save(typed)
        }}
      >
        <Control
          of={of}
          field={{
            name: column.field,
            value: typed,
            set: setTyped,
            label: t(`${of.name}.${column.field}`),
            description: undefined,
            error: null,
            required: false,
            disabled: false,
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
