// Says that a client may stand here twice, and leads to the merge.
import { Button } from '@mantine/core'
import { IconCopyCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useAction, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { Popover } from '#ui/opening/opening.tsx'
import { useQueryClient } from '@tanstack/react-query'
import { type ClientRow, identity, merging } from '../../contract.ts'
import classes from '../clients.module.css'
import { MergeDialog } from '../merging/merge-dialog.tsx'

/** A name that is merely alike is no reason to raise a flag. */
const STRONG = ['email', 'phone', 'tax_number', 'name']

export function DuplicateBadge({ client }: { client: ClientRow }) {
  const t = useT()
  const { may } = useMe()
  const cache = useQueryClient()
  const { id, name, email, phone, tax_number } = client
  const asked = {
    of: id,
    name,
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    ...(tax_number ? { tax_number } : {}),
  }
  const { data } = useAction(identity.duplicates, asked)
  const [other, setOther] = useState<string | null>(null)
  const again = () => void cache.invalidateQueries({ queryKey: [identity.duplicates.name] })
  const apart = useCommand(merging.setDifferent, { onDone: again })
  const found = (data?.items ?? []).filter(
    ({ removed, name: seen, reasons }) => !removed && seen !== null && reasons.some((one) => STRONG.includes(one)),
  )
  if (found.length === 0) return null
  return (
    <>
      <Popover position="bottom-start" width={360} withinPortal trapFocus>
        <Popover.Target>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconCopyCheck size={14} stroke={1.5} color="var(--wn-amber)" aria-hidden />}
          >
            {t('clients.maybe_twice', { number: found.length })}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <ul className={classes['people']}>
            {found.map((one) => (
              <li key={one.client}>
                <Link to={`/clients/${one.client}`}>
                  <bdi>{one.name}</bdi>
                </Link>
                {may(merging.merge.can) && (
                  <span>
                    <Button size="compact-xs" variant="default" onClick={() => setOther(one.client)}>
                      {t('clients.do_merge')}
                    </Button>{' '}
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      color="gray"
                      onClick={() => void apart.run({ one: id, other: one.client })}
                    >
                      {t('clients.not_same')}
                    </Button>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
      {other && (
        <MergeDialog
          id={id}
          other={other}
          onDone={() => {
            setOther(null)
            void cache.invalidateQueries()
          }}
          onClose={() => setOther(null)}
        />
      )}
    </>
  )
}
