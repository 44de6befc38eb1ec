// What a stage asks of a deal that comes into it.
import { Checkbox } from '@mantine/core'
import { type FieldControl, useT } from '#kernel/web/index.tsx'
import { ASKABLE } from '../../contract.ts'

export function RequiredField({ value, set, label, description, error, disabled }: FieldControl) {
  const t = useT()
  return (
    <Checkbox.Group
      label={label}
      description={description}
      error={error}
      value={(value as string[] | null) ?? []}
      onChange={(chosen) => set(ASKABLE.filter((one) => chosen.includes(one)))}
    >
      {ASKABLE.map((field) => (
        <Checkbox key={field} value={field} label={t(`deal.${field}`)} mt={8} disabled={disabled} />
      ))}
    </Checkbox.Group>
  )
}
