// From the board to what belongs to it: the forecast, and how its pipeline is set up.
import { Menu } from '#ui/opening/opening.tsx'
import { IconReportMoney, IconSettings } from '@tabler/icons-react'
import { Link, useMe, useT } from '#kernel/web/index.tsx'
import { board, pipelines } from '../contract.ts'
import classes from './board/board.module.css'

type Way = { to: string; title: string; Icon: typeof IconSettings }
type Props = { pipeline: string | undefined }

function useWays({ pipeline }: Props): { forecast: Way | null; setUp: Way | null } {
  const t = useT()
  const { may } = useMe()
  const about = pipeline ? `?pipeline=${pipeline}` : ''
  return {
    forecast: may(board.forecast.can)
      ? { to: `/deals/forecast${about}`, title: t('forecast.title'), Icon: IconReportMoney }
      : null,
    setUp: may(pipelines.update.can)
      ? { to: `/settings/pipelines${about}`, title: t('pipelines.set_up'), Icon: IconSettings }
      : null,
  }
}

export function DealsLinks(props: Props) {
  const t = useT()
  const { forecast, setUp } = useWays(props)
  return (
    <nav className={classes['ways']} aria-label={t('deals.ways')}>
      {forecast && (
        <Link to={forecast.to}>
          <forecast.Icon size={16} stroke={1.5} aria-hidden="true" /> {forecast.title}
        </Link>
      )}
      {setUp && (
        <Link to={setUp.to} aria-label={setUp.title} title={setUp.title}>
          <setUp.Icon size={18} stroke={1.5} aria-hidden="true" />
        </Link>
      )}
    </nav>
  )
}

/** The same within a menu, where there is no room beside each other. */
export function DealsItems(props: Props) {
  const { forecast, setUp } = useWays(props)
  const ways = [forecast, setUp].filter((way) => way !== null)
  return (
    <>
      {ways.length > 0 && <Menu.Divider />}
      {ways.map(({ to, title, Icon }) => (
        <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={16} stroke={1.5} />}>
          {title}
        </Menu.Item>
      ))}
    </>
  )
}
