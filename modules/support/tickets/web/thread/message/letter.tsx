// The head of a mail: from whom, to whom, under which subject.
import { Skeleton } from '@mantine/core'
import { ProblemAlert, Time, useAction, useT } from '#kernel/web/index.tsx'
import { conversation } from '../../../contract/conversation.ts'
import classes from '../thread.module.css'

type Person = { name: string; address: string }

export function LetterHead({ asked }: { asked: { id: string; comment?: string } }) {
  const t = useT()
  const { data, error, refetch } = useAction(conversation.letter, asked)
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton height={64} mb={8} />
  return (
    <dl className={classes['letter']}>
      <dt>{t('tickets.thread.from')}</dt>
      <dd>
        <People of={[data.from]} />
      </dd>
      <dt>{t('tickets.thread.to')}</dt>
      <dd>
        <People of={data.to} />
      </dd>
      {data.cc.length > 0 && (
        <>
          <dt>{t('tickets.thread.cc')}</dt>
          <dd>
            <People of={data.cc} />
          </dd>
        </>
      )}
      <dt>{t('tickets.thread.subject')}</dt>
      <dd dir="auto">{data.subject}</dd>
      <dt>{t('tickets.thread.at')}</dt>
      <dd>
        <Time at={data.at} absolute />
      </dd>
    </dl>
  )
}

function People({ of }: { of: readonly Person[] }) {
  return of.map(({ name, address }, index) => (
    <span key={address}>
      {index > 0 && ', '}
      <bdi>{name}</bdi> <bdi>&lt;{address}&gt;</bdi>
    </span>
  ))
}
