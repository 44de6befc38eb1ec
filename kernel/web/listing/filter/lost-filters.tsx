// Filters of a view whose field is no more: said, and taken away by a cross.
import { CloseButton } from '@mantine/core'
import { useEveryField } from '../../custom/change-words.ts'
import { useFieldWords } from '../../custom/use-fields.ts'
import { useT } from '../../language/hooks.tsx'
import { withoutLost } from '../shown.ts'
import classes from './filter.module.css'
import type { Narrowing } from './use-filter.ts'

export function LostFilters({ listing, shown, onShow }: Narrowing) {
  const t = useT()
  const { word } = useFieldWords()
  const lost = Object.keys(shown.lost ?? {})
  const fields = useEveryField(listing.of.name, lost.length > 0)
  return lost.map((name) => {
    const key = name.slice('custom.'.length).replace(/_(from|to)$/, '')
    const known = fields.find((one) => one.key === key)
    const field = known ? word(known.labels) : key
    return (
      <p key={name} className={classes['lost']} role="status">
        {t('listing.filter_lost', { field })}
        <CloseButton
          size={24}
          iconSize={12}
          aria-label={t('listing.remove_filter', { field })}
          onClick={() => onShow(withoutLost(shown, name))}
        />
      </p>
    )
  })
}
