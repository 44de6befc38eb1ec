// Who was told of what, and how it fared in every channel.
import { Select } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { EntityTable, useAction, useAddress, useInfiniteAction, useT } from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Toolbar } from '#ui/page-header.tsx'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import { DELIVERY_STATES, noticeDefaults, noticeHistory, Notice } from '../../contract.ts'

const MARKS: Record<string, [Hue, Shape]> = {
  shown: ['green', 'done'],
  sent: ['green', 'done'],
  queued: ['blue', 'half'],
  failed: ['red', 'level-4'],
  kept: ['amber', 'paused'],
  skipped: ['slate', 'closed'],
}

export function History() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const { kind, email } = search
  const kinds = useAction(noticeDefaults.get, {}).data?.kinds ?? []
  const notices = useInfiniteAction(noticeHistory.list, { ...(kind ? { kind } : {}), ...(email ? { email } : {}) })
  return (
    <>
      <Toolbar label={t('filters')}>
        <Select
          clearable
          aria-label={t('notice.kind')}
          placeholder={t('notice.kind')}
          data={kinds.map((one) => ({ value: one.kind, label: t(`notify.${one.kind}.name`) }))}
          value={kind ?? null}
          onChange={(value) => setSearch({ kind: value ?? undefined })}
        />
        <Select
          clearable
          aria-label={t('notice.email')}
          placeholder={t('notice.email')}
          data={DELIVERY_STATES.map((value) => ({ value, label: t(`notice.state.${value}`) }))}
          value={email ?? null}
          onChange={(value) => setSearch({ email: value ?? undefined })}
        />
      </Toolbar>
      <EntityTable
        of={Notice}
        list={notices}
        columns={[
          { field: 'title', width: '26%', cell: ({ title }) => <bdi>{title}</bdi> },
          { field: 'recipient', width: '16%' },
          { field: 'in_app', width: '130px', cell: (row) => <Fate state={row.in_app} reason={row.in_app_reason} /> },
          { field: 'email', cell: (row) => <Fate state={row.email} reason={row.email_reason} /> },
          { field: 'push', cell: (row) => <Fate state={row.push} reason={row.push_reason} /> },
          { field: 'created_at', width: '130px' },
        ]}
        empty={
          <EmptyState icon={<IconHistory size={24} stroke={1.5} />} title={t('notice.empty')}>
            {t('notice.empty_text')}
          </EmptyState>
        }
      />
    </>
  )
}

/** A state with its reason; what services say in numbers is shown as it is. */
function Fate({ state, reason }: { state: string | undefined; reason: string | null | undefined }) {
  const t = useT()
  if (!state) return null
  const [hue, shape] = MARKS[reason === 'kept' ? 'kept' : state]!
  const why =
    reason && /^(status_\d+|outgoing\..+)$/.test(reason)
      ? reason.replace(/^(status_|outgoing\.)/, '')
      : reason && t(`notice_reason.${reason}`)
  const whole = `${t(`notice.state.${state}`)}${why ? `: ${why}` : ''}`
  // What was left out is understood by its reason alone; the rest stands in the tip.
  return (
    <span title={whole}>
      <StatusMark hue={hue} shape={shape}>
        {why && (state === 'skipped' || reason === 'kept') ? why : whole}
      </StatusMark>
    </span>
  )
}
