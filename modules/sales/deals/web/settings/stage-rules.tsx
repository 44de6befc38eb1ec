// What happens by itself at a stage: its rules, and the way to a new one.
import { Anchor, Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, ProblemAlert, useAction, useMe, useT } from '#kernel/web/index.tsx'
import { Deal, stageActions } from '../../contract.ts'

export function StageRules({ stage }: { stage: string }) {
  const t = useT()
  const { may } = useMe()
  const sees = may('rules.read') && may(stageActions.update.can)
  const { data, error, refetch } = useAction(stageActions.list, { stage }, { enabled: sees })
  if (!sees) return null
  return (
    <section aria-label={t('pipelines.rules')}>
      <h3>{t('pipelines.rules')}</h3>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      <ul>
        {data?.items.map(({ id, name, when, is_on }) => (
          <li key={id}>
            <Anchor component={Link} to={`/settings/rules/${id}`}>
              <bdi>{name}</bdi>
            </Anchor>{' '}
            <span className="wn-quiet">
              {t(`pipelines.rule_when.${when}`)}
              {!is_on && ` · ${t('pipelines.rule_off')}`}
            </span>
          </li>
        ))}
      </ul>
      <Button
        component={Link}
        to={`/settings/rules/new?entity=${Deal.name}&place=${stage}`}
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={16} stroke={1.5} />}
      >
        {t('pipelines.add_rule')}
      </Button>
    </section>
  )
}
