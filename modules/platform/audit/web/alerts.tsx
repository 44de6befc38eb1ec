// What looks wrong, and who has looked at it.
import { Button, Checkbox } from '@mantine/core'
import { IconBellCheck } from '@tabler/icons-react'
import { EmptyState } from '#ui/empty-state.tsx'
import { Toolbar } from '#ui/page-header.tsx'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import type { Row } from '#kernel/contract/index.ts'
import {
  EntityTable,
  Link,
  Reference,
  useAddress,
  useCommand,
  useInfiniteAction,
  useLive,
  useMe,
  useT,
} from '#kernel/web/index.tsx'
import { AuditAlert, auditAlerts, type SEVERITIES } from '../contract.ts'
import classes from './audit.module.css'

const MARK: Record<(typeof SEVERITIES)[number], [Hue, Shape]> = {
  low: ['slate', 'level-1'],
  medium: ['amber', 'level-2'],
  high: ['red', 'level-4'],
}

export function Alerts() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const all = search['all'] === 'yes'
  const alerts = useInfiniteAction(auditAlerts.list, all ? {} : { is_open: true })
  useLive([AuditAlert.name])
  return (
    <>
      <Toolbar label={t('filters')}>
        <Checkbox
          label={t('audit.only_open')}
          checked={!all}
          onChange={(event) => setSearch({ all: event.currentTarget.checked ? undefined : 'yes' })}
        />
      </Toolbar>
      <EntityTable
        of={AuditAlert}
        list={alerts}
        columns={[
          { field: 'rule', width: '32%', cell: (alert) => <RuleName of={alert} /> },
          { field: 'person', cell: ({ person }) => <Reference entity="user" id={person} /> },
          { field: 'count', width: '100px', hideOnPhone: true },
          { field: 'created_at', width: '130px' },
          { field: 'acknowledged_by', width: '210px', cell: (alert) => <Seen of={alert} /> },
        ]}
        empty={
          <EmptyState icon={<IconBellCheck size={24} stroke={1.5} />} title={t('audit_alert.empty')}>
            {t('audit_alert.empty_text')}
          </EmptyState>
        }
      />
    </>
  )
}

type Alert = Partial<Row<typeof AuditAlert>>

function RuleName({ of: { rule, severity, entry } }: { of: Alert }) {
  const t = useT()
  if (!rule || !severity) return null
  const [hue, shape] = MARK[severity]
  const name = t(`audit_alert.rule.${rule}`)
  return (
    <StatusMark hue={hue} shape={shape}>
      {entry ? (
        <Link to={`/settings/audit/${entry}`} className={classes['above']}>
          {name}
        </Link>
      ) : (
        name
      )}
    </StatusMark>
  )
}

function Seen({ of: { id, is_open, acknowledged_by } }: { of: Alert }) {
  const t = useT()
  const { may } = useMe()
  const { run, isPending } = useCommand(auditAlerts.acknowledge)
  if (!is_open) return <Reference entity="user" id={acknowledged_by} />
  if (!may(auditAlerts.acknowledge.can)) return <>{t('audit_alert.is_open')}</>
  return (
    <Button
      size="compact-sm"
      variant="default"
      className={classes['above']!}
      loading={isPending}
      onClick={() => void run({ id: id! })}
    >
      {t('audit.acknowledge')}
    </Button>
  )
}
