// The ERP modules a ticket is about, each with its link.
import { ActionIcon } from '@mantine/core'
import { IconExternalLink, IconX } from '@tabler/icons-react'
import type { Row } from '#kernel/contract/index.ts'
import { Reference, ReferencePicker, useAction, useMe, useT } from '#kernel/web/index.tsx'
import { erpModules, linkOf } from '#modules/support/erp-modules/contract.ts'
import { type Ticket, tickets } from '../../../contract.ts'
import type { TicketChanges } from '../changes.ts'
import panel from './panel.module.css'

type Props = { ticket: Row<typeof Ticket>; changes: TicketChanges }

export function ErpField({ ticket, changes }: Props) {
  const t = useT()
  const { may } = useMe()
  const mayUpdate = may(tickets.update.can)
  const chosen = ticket.erp_modules
  const { data } = useAction(
    erpModules.list,
    { limit: 200, sort: 'name' },
    { staleMs: 60_000, enabled: may(erpModules.list.can) },
  )
  const addressOf = (id: string) =>
    linkOf(data?.items.find((one) => one.id === id)?.link_template ?? null, ticket.number)
  return (
    <>
      {chosen.length > 0 && (
        <ul className={panel['modules']}>
          {chosen.map((id) => {
            const address = addressOf(id)
            return (
              <li key={id} className="wn-person">
                {address ? (
                  <a href={address} target="_blank" rel="noopener noreferrer">
                    <Reference entity="erp_module" id={id} plain />{' '}
                    <IconExternalLink size={14} stroke={1.5} aria-label={t('tickets.opens_elsewhere')} />
                  </a>
                ) : (
                  <Reference entity="erp_module" id={id} plain />
                )}
                {mayUpdate && (
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t('do.take_away')}
                    onClick={() => changes.linkErp(chosen.filter((other) => other !== id))}
                  >
                    <IconX size={14} stroke={1.5} />
                  </ActionIcon>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {mayUpdate && (
        <ReferencePicker
          entity="erp_module"
          label={t('tickets.add_erp_module')}
          value={null}
          only={({ id }) => !chosen.includes(id)}
          onChange={(id) => id && changes.linkErp([...chosen, id])}
        />
      )}
    </>
  )
}
