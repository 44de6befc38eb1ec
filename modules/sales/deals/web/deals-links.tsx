// From the board to what belongs to it: the forecast, and how its pipeline is set up.
import { IconReportMoney, IconSettings } from '@tabler/icons-react'
import { Link, useMe, useT } from '#kernel/web/index.tsx'
import { board, pipelines } from '../contract.ts'
import classes from './board/board.module.css'

export function DealsLinks({ pipeline }: { pipeline: string | undefined }) {
  const t = useT()
  const { may } = useMe()
  const about = pipeline ? `?pipeline=${pipeline}` : ''
  return (
    <nav className={classes['ways']} aria-label={t('deals.ways')}>
      {may(board.forecast.can) && (
        <Link to={`/deals/forecast${about}`}>
          <IconReportMoney size={16} stroke={1.5} aria-hidden="true" /> {t('forecast.title')}
        </Link>
      )}
      {may(pipelines.update.can) && (
        <Link to={`/settings/pipelines${about}`} aria-label={t('pipelines.set_up')} title={t('pipelines.set_up')}>
          <IconSettings size={18} stroke={1.5} aria-hidden="true" />
        </Link>
      )}
    </nav>
  )
}
