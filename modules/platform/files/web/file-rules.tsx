// What may be uploaded for which purpose, and how large it may be.
import { Button, NumberInput, Skeleton, TagsInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Out } from '#kernel/contract/index.ts'
import { Link, ProblemAlert, toast, useAction, useCommand, useFormat, useT } from '#kernel/web/index.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { fileRules } from '../contract.ts'
import classes from './file-rules.module.css'

type Overview = Out<typeof fileRules.overview>
type Rule = Overview['items'][number]

const MEGABYTE = 1_048_576
const megabytes = (bytes: number) => Math.max(1, Math.round(bytes / MEGABYTE))

export default function FileRules() {
  const t = useT()
  const { data, error, refetch } = useAction(fileRules.overview, {})
  return (
    <div className={classes['page']}>
      <PageHeader title={t('menu.files')} above={<Link to="/settings">{t('menu.settings')}</Link>} />
      <p className="wn-quiet">{t('file_rules.text')}</p>
      <ProblemAlert problem={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={320} />}
      {data?.items.map((rule) => (
        <OneRule
          key={`${rule.purpose} ${rule.is_own} ${rule.types.join()} ${rule.max_size}`}
          rule={rule}
          most={data.most}
        />
      ))}
    </div>
  )
}

function OneRule({ rule, most }: { rule: Rule; most: number }) {
  const t = useT()
  const format = useFormat()
  const cache = useQueryClient()
  const [types, setTypes] = useState(rule.types)
  const [size, setSize] = useState(megabytes(rule.max_size))
  const onDone = () => {
    void cache.invalidateQueries({ queryKey: [fileRules.overview.name] })
    toast(t('file_rules.saved'))
  }
  const set = useCommand(fileRules.set, { onDone })
  const reset = useCommand(fileRules.reset, { onDone })
  const name = t(`file_rules.purpose.${rule.purpose}`)
  return (
    <section aria-label={name}>
      <h2>{name}</h2>
      <p className="wn-quiet">
        {t(`file_rules.about.${rule.purpose}`)} {t(rule.is_own ? 'file_rules.own' : 'file_rules.usual')}
      </p>
      <form
        className={classes['fields']}
        onSubmit={(event) => {
          event.preventDefault()
          void set.run({ purpose: rule.purpose, types, max_size: size * MEGABYTE })
        }}
      >
        <TagsInput
          label={t('file_rules.types')}
          description={t('file_rules.types_help')}
          data={rule.usual.types}
          value={types}
          maxTags={100}
          splitChars={[',', ' ', ';']}
          onChange={(chosen) =>
            setTypes([...new Set(chosen.map((one) => one.toLowerCase().replaceAll(/[^a-z0-9]/g, '')))].filter(Boolean))
          }
        />
        <NumberInput
          label={t('file_rules.max_size')}
          description={t('file_rules.max_size_help', { size: format.size(most) })}
          min={1}
          max={megabytes(most)}
          clampBehavior="blur"
          allowDecimal={false}
          allowNegative={false}
          value={size}
          onChange={(value) => setSize(Number(value) || 1)}
        />
        <ProblemAlert problem={set.problem ?? reset.problem} />
        <div className={classes['buttons']}>
          <Button type="submit" variant="default" loading={set.isPending} disabled={types.length === 0}>
            {t('do.save')}
          </Button>
          {rule.is_own && (
            <Button
              variant="subtle"
              color="gray"
              loading={reset.isPending}
              onClick={() => void reset.run({ purpose: rule.purpose })}
            >
              {t('file_rules.reset')}
            </Button>
          )}
        </div>
      </form>
    </section>
  )
}
