// The organisation's sign: its logo, or its first letter on its colour.
import { useMe } from '../me.tsx'
import classes from './frame.module.css'

export function Brand({ folded = false }: { folded?: boolean }) {
  const { tenant } = useMe()
  const address = tenant.config.theme['logo_url'] ?? ''
  // From anywhere else the page's policy shows none.
  const logo = /^(\/(?!\/)|data:image\/)/.test(address) ? address : null
  return (
    <span className={classes['brand']}>
      {logo ? (
        <img src={logo} alt="" className={classes['logo']} />
      ) : (
        <span className={classes['letter']} aria-hidden="true">
          {tenant.name.slice(0, 1)}
        </span>
      )}
      {!folded && <bdi>{tenant.name}</bdi>}
    </span>
  )
}
