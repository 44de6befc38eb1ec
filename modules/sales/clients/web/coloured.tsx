// A word with the colour that the tenant gave it: a dot beside the word, never the colour alone.
import { useReference } from '#kernel/web/index.tsx'
import classes from './clients.module.css'

export function Coloured({ color = 'gray', children }: { color?: string | undefined; children: string }) {
  return (
    <span className={classes['coloured']} data-color={color}>
      <bdi>{children}</bdi>
    </span>
  )
}

/** The status or source of a client. */
export function Listed({ entity, id }: { entity: 'client_status' | 'client_source'; id: string | null | undefined }) {
  const { card, name } = useReference(entity, id)
  if (!id) return <span className="wn-quiet">{'—'}</span>
  return <Coloured color={card?.['color'] as string | undefined}>{name ?? '…'}</Coloured>
}
