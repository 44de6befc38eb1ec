// What a person did lately, below what is known of them.
import { Link, Time, useAction, useMe, useT } from '#kernel/web/index.tsx'
import { audit } from '../contract.ts'
import classes from './audit.module.css'
import { OutcomeMark, What } from './words.tsx'

const FEW = 5

export default function Activity({ user }: { user: { id: string } }) {
  const t = useT()
  const { may } = useMe()
  const mayRead = may(audit.activity.can)
  const { data } = useAction(audit.activity, { id: user.id, limit: FEW }, { enabled: mayRead })
  if (!mayRead || !data || data.items.length === 0) return null
  return (
    <section className={classes['change']}>
      <h2>{t('audit.activity')}</h2>
      <ul className={classes['lately']}>
        {data.items.map(({ id, action, at, outcome }) => (
          <li key={id}>
            <Link to={`/settings/audit/${id}`}>
              <What action={action} />
            </Link>
            {outcome !== 'done' && <OutcomeMark outcome={outcome} />}
            <Time at={at} short />
          </li>
        ))}
      </ul>
      <Link to={`/settings/audit?actor=${user.id}`}>{t('do.show_more')}</Link>
    </section>
  )
}
