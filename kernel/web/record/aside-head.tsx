// The head of what belongs to a record: what it is, and in the same line how there comes to be more of it.
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from '../shell/link.tsx'
import classes from './record.module.css'

/** `onAdd` is done here, `to` elsewhere; nothing is offered without either. */
type Props = { title: string; add?: ReactNode; onAdd?: (() => void) | undefined; to?: string | undefined }

export function AsideHead({ title, add, onAdd, to }: Props) {
  const looks = {
    size: 'compact-sm',
    variant: 'subtle',
    className: classes['add']!,
    leftSection: <IconPlus size={14} stroke={1.5} />,
  } as const
  return (
    <div className={classes['asideHead']}>
      <h2>{title}</h2>
      {onAdd && (
        <Button {...looks} onClick={onAdd}>
          {add}
        </Button>
      )}
      {to !== undefined && (
        <Button {...looks} component={Link} to={to}>
          {add}
        </Button>
      )}
    </div>
  )
}
