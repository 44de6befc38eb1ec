// What came at the top while somebody reads further down waits behind this, so that nothing jumps under their eyes.
import { IconArrowUp } from '@tabler/icons-react'
import { useFormat, useT } from '../language/hooks.tsx'
import classes from './list.module.css'

export function NewerPill({ count, onShow }: { count: number; onShow: (() => void) | undefined }) {
  const t = useT()
  const format = useFormat()
  return (
    <div className={classes['newer']} role="status">
      {count > 0 && (
        <button type="button" onClick={onShow}>
          <IconArrowUp size={14} stroke={1.5} aria-hidden="true" />
          {t('list.newer', { number: format.number(count) })}
        </button>
      )}
    </div>
  )
}
