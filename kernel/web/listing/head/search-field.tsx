// Words to find in a list: asked once whoever types rests.
import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useT } from '../../language/hooks.tsx'
import { useSettled } from '../../references/settled.ts'
import type { ShownList } from '../shown.ts'
import classes from '../listing.module.css'

type Props = {
  /** What is searched: the key of the field's name. */
  label: string
  shown: ShownList
  onShow: (shown: ShownList) => void
  id?: string
  /** Escape in an empty field: to where one was. */
  onLeave?: () => void
}

export function ListSearch({ label, shown, onShow, id, onLeave }: Props) {
  const t = useT()
  const [words, setWords] = useState(shown.q)
  const settled = useSettled(words.trim(), 250)
  useEffect(() => {
    if (settled !== shown.q && settled === words.trim()) onShow({ ...shown, q: settled })
    // Only what is typed starts a search; the rest of `shown` is taken as it is at that moment.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [settled])
  const clear = () => {
    setWords('')
    onShow({ ...shown, q: '' })
  }
  return (
    <TextInput
      {...(id ? { id } : {})}
      type="search"
      className={classes['search']!}
      aria-label={t(label)}
      placeholder={t(label)}
      value={words}
      onChange={(event) => setWords(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        if (words) clear()
        else onLeave?.()
      }}
      leftSection={<IconSearch size={16} stroke={1.5} />}
      rightSection={words ? <CloseButton size="sm" aria-label={t('listing.clear_search')} onClick={clear} /> : null}
    />
  )
}
