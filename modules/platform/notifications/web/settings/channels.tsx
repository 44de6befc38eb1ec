// The ways people can be reached, and whether the organisation uses them.
import { Switch } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { NOTICE_CHANNELS } from '#kernel/contract/index.ts'
import { keyOf, ProblemAlert, RowsSkeleton, useAction, useCommand, useT } from '#kernel/web/index.tsx'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import { noticeChannels } from '../../contract.ts'
import classes from './settings.module.css'

const MARKS: Record<string, [Hue, Shape]> = {
  ready: ['green', 'done'],
  kept: ['amber', 'paused'],
  off: ['slate', 'closed'],
  not_configured: ['slate', 'empty'],
}

export function Channels() {
  const t = useT()
  const cache = useQueryClient()
  const { data, error, refetch } = useAction(noticeChannels.list, {})
  const update = useCommand(noticeChannels.update, {
    onDone: (answer) => cache.setQueryData(keyOf(noticeChannels.list, {}), answer),
  })
  return (
    <>
      <ProblemAlert problem={error ?? update.problem} onRetry={() => void refetch()} />
      {!data && !error && <RowsSkeleton height={64} />}
      <ul className={classes['channels']}>
        {data?.items.map(({ channel, state, on, detail }) => {
          const known = NOTICE_CHANNELS.find((one) => one === channel)
          const [hue, shape] = MARKS[state]!
          return (
            <li key={channel}>
              <div>
                <strong>{t(`notifications.channel_${channel}`)}</strong>
                <StatusMark hue={hue} shape={shape}>
                  {t(`notifications.state_${state}`)}
                </StatusMark>
                {Object.entries(detail).map(([name, value]) => (
                  <small key={name} className="wn-quiet">
                    {t(`notifications.detail_${name}`)}: <bdi>{value}</bdi>
                  </small>
                ))}
              </div>
              {known && (
                <Switch
                  aria-label={t('notifications.use_channel', { channel: t(`notifications.channel_${channel}`) })}
                  checked={on}
                  onChange={() => void update.run({ channel: known, on: !on })}
                />
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
