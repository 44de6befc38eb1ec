// On a client's page: the deals with them.
import { AsideHead, Link, useAction, useFormat, useLive, useMe, useT, Reference } from '#kernel/web/index.tsx'
import type { ClientRow } from '#modules/sales/clients/contract.ts'
import { Deal, deals } from '../contract.ts'
import classes from './board/board.module.css'

export default function ClientDeals({ client }: { client: ClientRow }) {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const isAllowed = may(deals.list.can)
  const asked = { client: client.id, sort: '-updated_at', limit: 20 }
  const { data } = useAction(deals.list, asked, { enabled: isAllowed })
  useLive(isAllowed ? [Deal.name] : [])
  if (!isAllowed || !data) return null
  return (
    <section className={classes['related']} aria-label={t('deal.many')}>
      <AsideHead
        title={t('deal.many')}
        add={t('deal.new')}
        to={may(deals.create.can) ? `/deals/board?new=yes&client=${client.id}` : undefined}
      />
      {data.items.length === 0 && <p className="wn-quiet">{t('deals.none_of_client')}</p>}
      <ul>
        {data.items.map(({ id, title, amount, currency, stage }) => (
          <li key={id}>
            <Link to={`/deals/${id}`}>
              <bdi>{title}</bdi>
            </Link>
            <span className="wn-quiet">
              {format.money(amount / 100, currency)} {'·'} <Reference entity="pipeline_stage" id={stage} plain />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
