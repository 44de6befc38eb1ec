// What came in by forms: first what was held back, with the reason, to be taken in or refused by one press.
import { Badge, Button, Group, SegmentedControl } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import {
  Link,
  ProblemAlert,
  Reference,
  RowsSkeleton,
  toast,
  useAction,
  useAddress,
  useCommand,
  useFormat,
  useLive,
  useT,
} from '#kernel/web/index.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { STATES, type SubmissionRow, WebFormSubmission, webFormSubmissions } from '../contract.ts'
import classes from './web-forms.module.css'

export default function SubmissionsPage() {
  const t = useT()
  const { search, setSearch } = useAddress()
  const state = STATES.find((one) => one === search['state']) ?? 'held'
  const { data, error, refetch } = useAction(webFormSubmissions.list, { state, limit: 100 })
  useLive([WebFormSubmission.name])
  return (
    <>
      <PageHeader
        title={t('web_form_submission.many')}
        above={<Link to="/settings/web-forms">{t('web_form.many')}</Link>}
      />
      <div className={classes['body']}>
        <SegmentedControl
          aria-label={t('web_form_submission.state')}
          value={state}
          onChange={(next) => setSearch({ state: next === 'held' ? undefined : next })}
          data={(['held', 'accepted', 'refused'] as const).map((value) => ({
            value,
            label: t(`web_form_submission.state.${value}`),
          }))}
        />
        <ProblemAlert problem={error} onRetry={() => void refetch()} />
        {!data && !error && <RowsSkeleton height={80} />}
        {data?.items.length === 0 && (
          <EmptyState icon={<IconInbox size={24} stroke={1.5} />} title={t('web_form_submission.empty')}>
            {t('web_form_submission.empty_text')}
          </EmptyState>
        )}
        <ul className={classes['submissions']}>
          {data?.items.map((one) => (
            <Submission key={one.id} of={one as SubmissionRow} />
          ))}
        </ul>
      </div>
    </>
  )
}

function Submission({ of: { id, form, answers, reasons, state, client, created_at } }: { of: SubmissionRow }) {
  const t = useT()
  const format = useFormat()
  const told = {
    onProblem: (problem: { code: string }) =>
      toast(t(`problem.${problem.code}` as 'problem.internal'), { tone: 'problem' }),
  }
  const accept = useCommand(webFormSubmissions.accept, told)
  const refuse = useCommand(webFormSubmissions.refuse, told)
  return (
    <li>
      <Group gap={8}>
        <Reference entity="web_form" id={form} plain />
        <span className="wn-quiet">{format.dateTime(created_at)}</span>
        {reasons.map((reason) => (
          <Badge key={reason} variant="light" color="orange">
            {t(`web_form_submission.reason.${reason}`)}
          </Badge>
        ))}
      </Group>
      <dl>
        {Object.entries(answers)
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name.startsWith('custom.') ? name.slice(7) : t(`client.${name}` as 'client.name')}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
      </dl>
      <Group gap={8}>
        {state !== 'accepted' && (
          <Button size="compact-sm" loading={accept.isPending} onClick={() => void accept.run({ id })}>
            {t('web_form_submission.accept')}
          </Button>
        )}
        {state === 'held' && (
          <Button
            size="compact-sm"
            variant="default"
            loading={refuse.isPending}
            onClick={() => void refuse.run({ id })}
          >
            {t('web_form_submission.refuse')}
          </Button>
        )}
        {client && <Reference entity="client" id={client} />}
      </Group>
    </li>
  )
}
