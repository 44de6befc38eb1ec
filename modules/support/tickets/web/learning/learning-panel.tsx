// Below the categories: how they are found by themselves, how well, and how sure one must be.
import { Button, Slider } from '@mantine/core'
import { useState } from 'react'
import { ProblemAlert, Time, toast, useAction, useCommand, useFormat, useMe, useT } from '#kernel/web/index.tsx'
import { categoryLearning } from '../../contract/categorising.ts'
import classes from './learning.module.css'

export default function LearningPanel() {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const { data, error, refetch } = useAction(categoryLearning.get, {}, { enabled: may(categoryLearning.get.can) })
  const [threshold, setThreshold] = useState<number | null>(null)
  const save = useCommand(categoryLearning.set, { onDone: () => void refetch() })
  const train = useCommand(categoryLearning.train, { onDone: () => toast(t('tickets.learning.begun')) })
  if (!may(categoryLearning.get.can)) return null
  const percent = (share: number | null) => (share === null ? '—' : `${format.number(Math.round(share * 100))} %`)
  const shown = threshold ?? data?.threshold ?? 0.8
  return (
    <section className={classes['panel']} aria-label={t('tickets.learning.title')}>
      <h2>{t('tickets.learning.title')}</h2>
      <p className="wn-quiet">{t('tickets.learning.text')}</p>
      <ProblemAlert problem={error ?? save.problem ?? train.problem} />
      {data && !data.trained_at && <p>{t('tickets.learning.never')}</p>}
      {data?.trained_at && (
        <dl className={classes['facts']}>
          <dt>{t('tickets.learning.trained_at')}</dt>
          <dd>
            <Time at={data.trained_at} />
          </dd>
          <dt>{t('tickets.learning.examples')}</dt>
          <dd>{t('tickets.learning.examples_in', { count: data.examples, categories: data.categories })}</dd>
          <dt>{t('tickets.learning.accuracy')}</dt>
          <dd>{percent(data.accuracy)}</dd>
          <dt>{t('tickets.learning.baseline')}</dt>
          <dd>{percent(data.baseline)}</dd>
          <dt>{t('tickets.learning.coverage')}</dt>
          <dd>{percent(data.coverage)}</dd>
          <dt>{t('tickets.learning.precision')}</dt>
          <dd>{data.coverage ? percent(data.precision_set) : '—'}</dd>
        </dl>
      )}
      <div className={classes['threshold']}>
        <span id="wn-threshold">{t('tickets.learning.threshold', { percent: Math.round(shown * 100) })}</span>
        <Slider
          aria-labelledby="wn-threshold"
          thumbLabel={t('tickets.learning.threshold', { percent: Math.round(shown * 100) })}
          min={0.5}
          max={1}
          step={0.05}
          label={null}
          value={shown}
          onChange={setThreshold}
          onChangeEnd={(value) => void save.run({ threshold: Math.round(value * 100) / 100 })}
        />
        <p className="wn-quiet">{t('tickets.learning.threshold_help')}</p>
      </div>
      <div className="wn-actions">
        <Button variant="default" loading={train.isPending} onClick={() => void train.run({})}>
          {t(data?.trained_at ? 'tickets.learning.train' : 'tickets.learning.train_first')}
        </Button>
      </div>
    </section>
  )
}
