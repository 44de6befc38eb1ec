// Filters of a view whose field is no more: said, and taken away by a cross.
import { CloseButton } from '@mantine/core'
import { useEveryField, useFieldWords, useT } from '#kernel/web/index.tsx'
import { type Shown, withOwn } from '../filters.ts'
import classes from '../list.module.css'

export function LostFilters({ shown, onShow }: { shown: Shown; onShow: (shown: Shown) => void }) {
  const t = useT()
  const { word } = useFieldWords()
  const lost = shown.lost ?? []
  const fields = useEveryField('ticket', lost.length > 0)
  return lost.map((name) => {
    const key = name.replace(/_(from|to)$/, '')
    const known = fields.find((one) => one.key === key)
    const field = known ? word(known.labels) : key
    return (
      <p key={name} className={classes['lost']} role="status">
        {t('tickets.filter_lost', { field })}
        <CloseButton
          size={24}
          iconSize={12}
          aria-label={t('tickets.remove_filter', { field })}
          onClick={() => onShow(withOwn(shown, name, []))}
        />
      </p>
    )
  })
}
