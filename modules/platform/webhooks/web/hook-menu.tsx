// What is done to a hook of either direction seldom: a new secret, deleting, and what else its own page offers.
import { ActionIcon } from '@mantine/core'
import { IconDots, IconKey, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { Action } from '#kernel/contract/index.ts'
import { Confirm, useAddress, useCommand, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import { SecretDialog } from './parts.tsx'

type ById = { id: string }

type Props = {
  id: string
  rotate: Action<ById, ById, { secret: string }>
  remove: Action<ById, ById, unknown>
  /** Where one is once it is gone. */
  list: string
  words: { rotate: string; secret: string; remove: string; removeText: string }
  /** Entries above these two. */
  children?: ReactNode
}

export function HookMenu({ id, rotate, remove, list, words, children }: Props) {
  const t = useT()
  const { go } = useAddress()
  const [asked, setAsked] = useState<'rotate' | 'remove' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => setAsked(null)
  const rotating = useCommand(rotate, { onDone: (made) => (close(), setSecret(made.secret)) })
  const removing = useCommand(remove, { onDone: () => go(list) })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('actions')} size="lg">
            <IconDots size={18} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {children}
          <Menu.Item leftSection={<IconKey size={16} stroke={1.5} />} onClick={() => setAsked('rotate')}>
            {t('webhook.rotate')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.5} />} onClick={() => setAsked('remove')}>
            {t('do.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === 'rotate' && (
        <Confirm
          title={t('webhook.rotate_ask')}
          verb={t('webhook.rotate')}
          onConfirm={() => void rotating.run({ id })}
          onClose={close}
          isPending={rotating.isPending}
          problem={rotating.problem}
        >
          {words.rotate}
        </Confirm>
      )}
      {asked === 'remove' && (
        <Confirm
          title={words.remove}
          verb={t('do.delete')}
          onConfirm={() => void removing.run({ id })}
          onClose={close}
          isPending={removing.isPending}
          problem={removing.problem}
        >
          {words.removeText}
        </Confirm>
      )}
      {secret && (
        <SecretDialog secret={secret} onClose={() => setSecret(null)}>
          {words.secret}
        </SecretDialog>
      )}
    </>
  )
}
