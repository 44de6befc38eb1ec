// How one wants to be told: of what, where, when.
import { Checkbox, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { In, NoticeChannel, Out } from '#kernel/contract/index.ts'
import {
  keyOf,
  Link,
  ProblemAlert,
  RowsSkeleton,
  toast,
  useAction,
  useCommand,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { DIGESTS, noticePreferences } from '../../contract.ts'
import { chosenIn } from './chosen-in.ts'
import { ChoiceTable } from './choice-table.tsx'
import { Muted } from './muted.tsx'
import { PushHere } from './push-here.tsx'
import classes from './preferences.module.css'

type Preferences = Out<typeof noticePreferences.get>

export default function PreferencesPage() {
  const t = useT()
  const cache = useQueryClient()
  const { data, error, refetch } = useAction(noticePreferences.get, {})
  const update = useCommand(noticePreferences.update, {
    optimistic: (change, answers) => {
      const key = keyOf(noticePreferences.get, {})
      const before = answers.getQueryData<Preferences>(key)
      if (before) answers.setQueryData(key, after(before, change))
      return () => void answers.setQueryData(key, before)
    },
    onDone: (answer) => cache.setQueryData(keyOf(noticePreferences.get, {}), answer),
  })
  const save = (change: In<typeof noticePreferences.update>) =>
    void update.run(change).then((answer) => answer && toast(t('notifications.saved')))
  const choose = (kind: string, channel: NoticeChannel, on: boolean) => save({ choices: [{ kind, channel, on }] })
  return (
    <div className={classes['page']}>
      <PageHeader
        title={t('menu.notification_preferences')}
        above={<Link to="/notifications">{t('menu.notifications')}</Link>}
      />
      <ProblemAlert problem={error ?? update.problem} onRetry={() => void refetch()} />
      {data ? (
        <>
          <section aria-label={t('notifications.what')}>
            <h2>{t('notifications.what')}</h2>
            <ChoiceTable kinds={data.kinds} onChoose={choose} />
          </section>
          <PushHere pushKey={data.push_key} />
          <Moments data={data} save={save} />
          <Muted />
        </>
      ) : (
        !error && <RowsSkeleton height={44} />
      )}
    </div>
  )
}

/** What is shown until the server has answered. */
function after(before: Preferences, { choices = [], ...settings }: In<typeof noticePreferences.update>): Preferences {
  return { ...before, ...(settings as Partial<Preferences>), kinds: chosenIn(before.kinds, choices) }
}

type MomentsProps = { data: Preferences; save: (change: In<typeof noticePreferences.update>) => void }

/** The device's zone is the one people mean until they say another. */
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
const zones = () => Intl.supportedValuesOf('timeZone')

function Moments({ data, save }: MomentsProps) {
  const t = useT()
  const { user } = useMe()
  const zone = data.zone ?? (user['zone'] as string | null | undefined) ?? ownZone()
  const isQuiet = data.quiet_from !== null
  return (
    <section aria-label={t('notifications.when')}>
      <h2>{t('notifications.when')}</h2>
      <div className={classes['moments']}>
        <Select
          label={t('notifications.digest')}
          allowDeselect={false}
          value={data.digest}
          data={DIGESTS.map((value) => ({ value, label: t(`notifications.digest_${value}`) }))}
          onChange={(digest) => save({ digest: digest as (typeof DIGESTS)[number], zone })}
        />
        {data.digest === 'daily' && (
          <Clock
            label={t('notifications.digest_at')}
            value={data.digest_at}
            onChange={(at) => save({ digest_at: at, zone })}
          />
        )}
        <Select
          label={t('notifications.zone')}
          searchable
          allowDeselect={false}
          value={zone}
          data={[...new Set([zone, ...zones()])]}
          onChange={(chosen) => chosen && save({ zone: chosen })}
        />
      </div>
      <Checkbox
        label={t('notifications.quiet')}
        description={t('notifications.quiet_text')}
        checked={isQuiet}
        onChange={() =>
          save(isQuiet ? { quiet_from: null, quiet_to: null } : { quiet_from: '22:00', quiet_to: '08:00', zone })
        }
      />
      {isQuiet && (
        <div className={classes['moments']}>
          <Clock
            label={t('notifications.quiet_from')}
            value={data.quiet_from!}
            onChange={(at) => save({ quiet_from: at })}
          />
          <Clock label={t('notifications.quiet_to')} value={data.quiet_to!} onChange={(at) => save({ quiet_to: at })} />
        </div>
      )}
    </section>
  )
}

function Clock({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <TextInput
      key={value}
      type="time"
      dir="ltr"
      label={label}
      defaultValue={value}
      onBlur={({ currentTarget }) => {
        if (currentTarget.value && currentTarget.value !== value) onChange(currentTarget.value)
      }}
    />
  )
}
