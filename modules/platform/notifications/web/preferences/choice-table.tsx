// Kinds down, channels across: a mark where it is told.
import { Checkbox } from '@mantine/core'
import { NOTICE_CHANNELS, type NoticeChannel, type Out } from '#kernel/contract/index.ts'
import { useT } from '#kernel/web/index.tsx'
import type { noticePreferences } from '../../contract.ts'
import classes from './preferences.module.css'

type Kinds = Out<typeof noticePreferences.get>['kinds']
type Props = { kinds: Kinds; onChoose: (kind: string, channel: NoticeChannel, on: boolean) => void }

export function ChoiceTable({ kinds, onChoose }: Props) {
  const t = useT()
  const groups = [...new Set(kinds.map(({ group }) => group))]
  return (
    <table className={classes['choices']}>
      <thead>
        <tr>
          <th scope="col">
            <span className="wn-hidden">{t('notifications.what')}</span>
          </th>
          {NOTICE_CHANNELS.map((channel) => (
            <th key={channel} scope="col">
              {t(`notifications.channel_${channel}`)}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group}>
          <tr>
            <th scope="colgroup" colSpan={NOTICE_CHANNELS.length + 1}>
              {t(`notify_group.${group}`)}
            </th>
          </tr>
          {kinds
            .filter((kind) => kind.group === group)
            .map(({ kind, channels, mandatory }) => (
              <tr key={kind}>
                <th scope="row">
                  {t(`notify.${kind}.name`)}
                  {mandatory && <small className="wn-quiet"> {t('notifications.mandatory')}</small>}
                </th>
                {NOTICE_CHANNELS.map((channel) => {
                  const on = channels[channel]
                  return (
                    <td key={channel}>
                      {on === undefined ? (
                        <span className="wn-quiet" aria-label={t('notifications.not_offered')} role="img">
                          –
                        </span>
                      ) : (
                        <Checkbox
                          aria-label={`${t(`notify.${kind}.name`)}: ${t(`notifications.channel_${channel}`)}`}
                          checked={on}
                          disabled={mandatory}
                          onChange={() => onChoose(kind, channel, !on)}
                        />
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
        </tbody>
      ))}
    </table>
  )
}
