// One field that the organisation added, set for all chosen records, or emptied.
import { Button, Group, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { type CustomValue, type FieldRead, isEmpty } from '#kernel/contract/index.ts'
import { CustomFieldControl, useFieldWords, useT } from '#kernel/web/index.tsx'
import { Popover } from '#ui/opening/opening.tsx'
import type { Offer } from '../contract.ts'
import { OfferButton } from './offer-button.tsx'

type Props = { offer: Offer; fields: readonly FieldRead[]; isPending: boolean; onChoose: (value: string) => void }

export function FieldsMenu({ offer, fields, isPending, onChoose }: Props) {
  const t = useT()
  const { word } = useFieldWords()
  const [isOpen, setOpen] = useState(false)
  const [key, setKey] = useState(fields[0]!.key)
  const [value, setValue] = useState<CustomValue | null>(null)
  const field = fields.find((one) => one.key === key) ?? fields[0]!
  const done = (given: CustomValue | null) => {
    setOpen(false)
    setValue(null)
    onChoose(JSON.stringify({ [field.key]: given }))
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <OfferButton offer={offer} isPending={isPending} onClick={() => setOpen(!isOpen)} />
      </Popover.Target>
      <Popover.Dropdown aria-label={offer.label}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (!isEmpty(value)) done(value)
          }}
        >
          <Stack gap="sm">
            <Select
              label={t('bulk.field')}
              allowDeselect={false}
              value={field.key}
              data={fields.map((one) => ({ value: one.key, label: word(one.labels) }))}
              comboboxProps={{ withinPortal: false }}
              onChange={(next) => {
                if (next) setKey(next)
                setValue(null)
              }}
            />
            <CustomFieldControl field={field} value={value ?? undefined} onChange={setValue} />
            <Group gap="xs">
              <Button type="submit" size="compact-sm" disabled={isEmpty(value)}>
                {t('bulk.apply')}
              </Button>
              {!field.required && (
                <Button size="compact-sm" variant="subtle" color="gray" onClick={() => done(null)}>
                  {t('bulk.empty_field')}
                </Button>
              )}
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
