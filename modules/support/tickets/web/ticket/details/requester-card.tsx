// Who asks: name, organisation and how to reach them.
import { IconBuilding, IconMail, IconPhone } from '@tabler/icons-react'
import { Skeleton } from '@mantine/core'
import { Face, Reference, StandingMark, useAction, useMe, useReference, useT } from '#kernel/web/index.tsx'
import { users } from '#modules/platform/identity/contract.ts'
import { ComesBack } from './comes-back.tsx'
import { PanelSection } from './panel-section.tsx'
import classes from '../ticket.module.css'

export function RequesterCard({ id }: { id: string }) {
  const t = useT()
  const me = useMe()
  const { name } = useReference('user', id)
  const { data } = useAction(users.get, { id }, { enabled: me.may(users.get.can), staleMs: 60_000 })
  return (
    <PanelSection name="requester" title={t('ticket.requester')}>
      <div className={classes['person']}>
        <Face id={id} name={name ?? '·'} size={40} decorative />
        <div>
          {name ? (
            <strong>
              <bdi>{name}</bdi>
            </strong>
          ) : (
            <Skeleton height={14} width={120} />
          )}
          <StandingMark id={id} />
          {data?.organisation && (
            <p className={classes['fact']}>
              <IconBuilding size={14} stroke={1.5} aria-hidden />{' '}
              <Reference entity="organisation" id={data.organisation} />
            </p>
          )}
        </div>
      </div>
      {data && (
        <p className={classes['fact']}>
          <IconMail size={14} stroke={1.5} aria-hidden />
          <a href={`mailto:${data.email}`}>
            <bdi dir="ltr">{data.email}</bdi>
          </a>
        </p>
      )}
      {data && <ComesBack address={data.email} />}
      {data?.phone && (
        <p className={classes['fact']}>
          <IconPhone size={14} stroke={1.5} aria-hidden />
          <a href={`tel:${data.phone}`}>
            <bdi dir="ltr">{data.phone}</bdi>
          </a>
        </p>
      )}
    </PanelSection>
  )
}
