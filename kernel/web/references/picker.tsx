// Choosing a record by typing some of its letters.
import { useQuery } from '@tanstack/react-query'
import { CloseButton, Combobox, Input, InputBase, Loader, ScrollArea, useCombobox } from '@mantine/core'
import { useEffect, useState } from 'react'
import { usePlatform } from '../call/platform.tsx'
import { useLanguage, useT } from '../language/hooks.tsx'
import type { Card } from '../module.tsx'
import { Face } from './face.tsx'
import { Reference } from './reference.tsx'
import { useSettled } from './settled.ts'

export type ReferencePickerProps = {
  entity: string
  value: string | null
  onChange: (id: string | null, card: Card | null) => void
  label?: string
  description?: string
  error?: string | null
  /** What an empty field says. */
  placeholder?: string
  required?: boolean
  clearable?: boolean
  disabled?: boolean
  /** Of parts: the record whose they are. */
  within?: string | undefined
  /** Narrows what is offered. */
  only?: (card: Card) => boolean
  /** Above the results, without typing: “me”, “nobody”. */
  shortcuts?: readonly { id: string | null; label: string }[]
  autoFocus?: boolean
  size?: 'xs' | 'sm' | 'md'
  /** Searching begins at once, where the field itself was opened to change a value. */
  startOpen?: boolean
  /** Inside of something that closes when one presses beside it: what is offered is drawn within it too. */
  inPlace?: boolean
  onClose?: () => void
}

/** A field that holds the id of a record and shows its name; searches as one types. */
export function ReferencePicker({
  entity,
  value,
  onChange,
  within,
  only,
  shortcuts = [],
  placeholder,
  clearable = false,
  startOpen = false,
  inPlace = false,
  onClose,
  ...field
}: ReferencePickerProps) {
  const { call, references } = usePlatform()
  const { language } = useLanguage()
  const t = useT()
  const [letters, setLetters] = useState('')
  const text = useSettled(letters.trim(), 150)
  const combobox = useCombobox({
    defaultOpened: startOpen,
    onDropdownClose: () => {
      onClose?.()
      combobox.resetSelectedOption()
      setLetters('')
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  })
  const source = references.source(entity)
  const { data, isPending } = useQuery({
    queryKey: ['reference.search', entity, text, within ?? ''],
    queryFn: async () => (await source?.search?.(call, text, within)) ?? [],
    enabled: combobox.dropdownOpened,
    staleTime: 30_000,
    placeholderData: (previous) => previous,
  })
  const found = (data ?? []).filter((card) => only?.(card) ?? true)

  const { selectFirstOption } = combobox
  useEffect(() => void selectFirstOption(), [data, selectFirstOption])

  const { focusSearchInput } = combobox
  useEffect(() => void (startOpen && focusSearchInput()), [startOpen, focusSearchInput])

  const choose = (chosen: string) => {
    const card = found.find(({ id }) => id === chosen) ?? null
    onChange(chosen === '' ? null : chosen, card)
    combobox.closeDropdown()
  }

  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={!inPlace}>
      <Combobox.Target targetType="button">
        <InputBase
          component="button"
          type="button"
          pointer
          {...field}
          rightSection={
            clearable && value ? (
              <CloseButton
                size="xs"
                aria-label={t('do.clear')}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChange(null, null)}
              />
            ) : (
              <Combobox.Chevron />
            )
          }
          rightSectionPointerEvents={clearable && value ? 'auto' : 'none'}
          onClick={() => combobox.toggleDropdown()}
        >
          {value ? (
            <Reference entity={entity} id={value} />
          ) : (
            <Input.Placeholder>{placeholder ?? t('reference.choose')}</Input.Placeholder>
          )}
        </InputBase>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={letters}
          onChange={(event) => setLetters(event.currentTarget.value)}
          placeholder={t('reference.search')}
          rightSection={isPending ? <Loader size={14} /> : null}
        />
        <Combobox.Options>
          <ScrollArea.Autosize mah={280} type="scroll">
            {text === '' &&
              shortcuts.map(({ id, label }) => (
                <Combobox.Option key={id ?? ''} value={id ?? ''}>
                  {label}
                </Combobox.Option>
              ))}
            {found.map((card) => (
              <Combobox.Option key={card.id} value={card.id} active={card.id === value}>
                <Offered
                  entity={entity}
                  card={card}
                  label={source!.label(card, language)}
                  detail={source!.detail?.(card, language) ?? null}
                  person={source!.person ?? false}
                />
              </Combobox.Option>
            ))}
            {!isPending && found.length === 0 && <Combobox.Empty>{t('reference.nothing_found')}</Combobox.Empty>}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

type OfferedProps = { entity: string; card: Card; label: string; detail: string | null; person: boolean }

function Offered({ entity, card, label, detail, person }: OfferedProps) {
  return (
    <span className="wn-person">
      {person && <Face entity={entity} id={card.id} name={label} size={24} decorative />}
      <span>
        <bdi>{label}</bdi>
        {detail && <small className="wn-quiet">{detail}</small>}
      </span>
    </span>
  )
}
