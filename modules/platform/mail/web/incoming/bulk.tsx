// What can be done with several chosen mails that wait.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Confirm, type Selecting, toast, useCommand, useFormat, useMe, useT } from '#kernel/web/index.tsx'
import { inboundMails } from '../../contract.ts'

type Props = { ids: readonly string[]; selecting: Selecting }

export function Bulk({ ids, selecting }: Props) {
  const t = useT()
  const format = useFormat()
  const { may } = useMe()
  const [asks, setAsks] = useState(false)
  const done = (what: 'restored' | 'removed') => (worked: { done: number; left: number }) => {
    const left = worked.left > 0 ? ` ${t('inbound_mail.left', { number: format.number(worked.left) })}` : ''
    toast(`${t(`inbound_mail.${what}`, { number: format.number(worked.done) })}${left}`)
    setAsks(false)
    selecting.clear()
  }
  const restore = useCommand(inboundMails.restoreMany, { onDone: done('restored') })
  const remove = useCommand(inboundMails.removeMany, { onDone: done('removed') })
  if (ids.length === 0 || !may(inboundMails.restoreMany.can)) return null
  const number = format.number(ids.length)
  return (
    <>
      <Button size="compact-sm" loading={restore.isPending} onClick={() => void restore.run({ ids: [...ids] })}>
        {t('inbound_mail.restore_many', { number })}
      </Button>
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setAsks(true)}>
        {t('inbound_mail.remove_many', { number })}
      </Button>
      {asks && (
        <Confirm
          title={t('inbound_mail.remove_ask')}
          verb={t('inbound_mail.remove')}
          isPending={remove.isPending}
          problem={remove.problem}
          onClose={() => setAsks(false)}
          onConfirm={() => void remove.run({ ids: [...ids] })}
        >
          {t('inbound_mail.remove_text_many', { number })}
        </Confirm>
      )}
    </>
  )
}
