// Mail to the requester's address comes back: since when, what the server said, and a way to say that it is mended.
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Time, useAction, useCommand, useMe, useT } from '#kernel/web/index.tsx'
import { goneAddresses } from '#modules/platform/mail/contract.ts'
import { StatusMark } from '#ui/status-mark.tsx'
import classes from '../ticket.module.css'

export function ComesBack({ address }: { address: string }) {
  const t = useT()
  const { may } = useMe()
  const cache = useQueryClient()
  const { data } = useAction(goneAddresses.get, { address }, { enabled: may(goneAddresses.get.can), staleMs: 60_000 })
  const clear = useCommand(goneAddresses.clear, {
    onDone: () => void cache.invalidateQueries({ queryKey: [goneAddresses.get.name] }),
  })
  if (!data?.gone) return null
  const { since, said } = data.gone
  return (
    <>
      <p className={classes['fact']} title={said ?? undefined}>
        <StatusMark hue="red" shape="level-4">
          {t('tickets.comes_back')} <Time at={since} />
        </StatusMark>
      </p>
      {may(goneAddresses.clear.can) && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={clear.isPending}
          onClick={() => void clear.run({ address })}
        >
          {t('tickets.comes_back_clear')}
        </Button>
      )}
    </>
  )
}
