// The choice behind a button: some values, a record found by letters, or words to type.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ReferencePicker, useT } from '#kernel/web/index.tsx'
import { Menu, Popover } from '#ui/opening/opening.tsx'
import type { Offer } from '../contract.ts'
import { OfferButton } from './offer-button.tsx'

type Props = { offer: Offer; isPending: boolean; onChoose: (value: string | null) => void }

export function OfferMenu({ offer, isPending, onChoose }: Props) {
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  const [words, setWords] = useState('')
  const done = (value: string | null) => {
    setOpen(false)
    setWords('')
    onChoose(value)
  }
  const button = <OfferButton offer={offer} isPending={isPending} onClick={() => setOpen(!isOpen)} />
  if (offer.options)
    return (
      <Menu opened={isOpen} onChange={setOpen} position="bottom-end">
        <Menu.Target>{button}</Menu.Target>
        <Menu.Dropdown>
          {offer.options.map(({ value, label }) => (
            <Menu.Item key={value} onClick={() => done(value)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    )
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={260} trapFocus>
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown aria-label={offer.label}>
        {offer.entity ? (
          <ReferencePicker
            entity={offer.entity}
            inPlace
            value={null}
            label={offer.label}
            onChange={(id) => id && done(id)}
            {...(offer.shortcuts ? { shortcuts: offer.shortcuts } : {})}
          />
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (words.trim()) done(words)
            }}
          >
            <TextInput
              label={offer.label}
              value={words}
              maxLength={50}
              onChange={({ currentTarget }) => setWords(currentTarget.value)}
            />
            <Button type="submit" size="compact-sm" mt={8} disabled={!words.trim()}>
              {t('bulk.apply')}
            </Button>
          </form>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
