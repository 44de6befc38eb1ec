// How a receiver knows that a call is ours: one secret of the organisation signs them all.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Confirm, Time, useAction, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { rules } from '../../contract.ts'

export function Signing() {
  const t = useT()
  const { may } = useMe()
  const { data, refetch } = useAction(rules.secret, {})
  const [asks, setAsks] = useState(false)
  const [told, setTold] = useState<string | null>(null)
  const { run, isPending, problem } = useCommand(rules.rotateSecret, {
    onDone: ({ secret }) => {
      setAsks(false)
      setTold(secret)
      void refetch()
    },
  })
  return (
    <div role="group" aria-label={t('rules.signing')}>
      <p className="wn-quiet">
        {t('rules.signing_text')}
        {data?.made_at && (
          <>
            {' '}
            {t('rules.secret_since')} <Time at={data.made_at} absolute />
          </>
        )}
      </p>
      {told !== null && (
        <TextInput
          readOnly
          dir="ltr"
          label={t('rules.secret')}
          description={t('rules.secret_once')}
          value={told}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      )}
      {may(rules.rotateSecret.can) && told === null && (
        <Button size="compact-sm" variant="default" disabled={!data} onClick={() => setAsks(true)}>
          {t('rules.new_secret')}
        </Button>
      )}
      {asks && (
        <Confirm
          title={t('rules.new_secret_ask')}
          verb={t('rules.new_secret')}
          isPending={isPending}
          problem={problem}
          onConfirm={() => void run({})}
          onClose={() => setAsks(false)}
        >
          {t('rules.new_secret_text')}
        </Confirm>
      )}
    </div>
  )
}
