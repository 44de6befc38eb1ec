// Who a client may be already: shown while one types, with the way there, or back from what was put away.
import { Button } from '@mantine/core'
import { Link, useAction, useAddress, useCommand, useFormat, useMe, useSettled, useT } from '#kernel/web/index.tsx'
import { clients, type Holder, identity } from '../../contract.ts'
import classes from '../clients.module.css'

export type Typed = { name?: string; email?: string; phone?: string; tax_number?: string }

const SHORTEST = 3

/** What of the typed words is worth asking about. */
const askedOf = (typed: Typed) =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([field, text]) => (text.trim().length >= SHORTEST ? [[field, text.trim()]] : [])),
  )

export function SameAs(typed: Typed) {
  const t = useT()
  const settled = useSettled(JSON.stringify(askedOf(typed)), 300)
  const asked = JSON.parse(settled) as Typed
  const { data } = useAction(identity.duplicates, asked, {
    enabled: Object.keys(asked).length > 0,
    keep: true,
    staleMs: 0,
  })
  const items = Object.keys(asked).length > 0 ? (data?.items ?? []) : []
  return (
    <div role="status">
      {items.length > 0 && (
        <section className={classes['same']} aria-label={t('clients.same')}>
          {t('clients.same')}
          <ul>
            {items.map((one) => (
              <SameLine key={one.client} holder={one} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function SameLine({ holder }: { holder: Holder }) {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const { go } = useAddress()
  const { run, isPending } = useCommand(clients.restore, { onDone: ({ id }) => go(`/clients/${id}`) })
  const { client, name, removed, reasons } = holder
  return (
    <li>
      {name === null ? (
        t('clients.hidden')
      ) : removed ? (
        <bdi>{name}</bdi>
      ) : (
        <Link to={`/clients/${client}`}>
          <bdi>{name}</bdi>
        </Link>
      )}
      <span>{format.list(reasons.map((reason) => t(`clients.reason.${reason}`)))}</span>
      {removed && <span>{t('clients.removed')}</span>}
      {removed && name !== null && may(clients.restore.can) && (
        <Button size="compact-xs" variant="default" loading={isPending} onClick={() => void run({ id: client })}>
          {t('clients.restore')}
        </Button>
      )}
    </li>
  )
}
