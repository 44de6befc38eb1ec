// The keys of the workspace, on one sheet.
import { Modal } from '@mantine/core'
import { useT } from '#kernel/web/index.tsx'
import { Kbd } from '#ui/kbd.tsx'
import { keyName, type Shortcut, SHORTCUTS } from './keys.ts'
import classes from './desk.module.css'

export function KeySheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useT()
  const fixed: [keys: string, words: string][] = [
    ['enter', t('tickets.key_open')],
    ['mod+enter', t('tickets.key_send')],
    ['esc', t('tickets.key_leave')],
  ]
  const own = (Object.keys(SHORTCUTS) as Shortcut[]).map((shortcut): [string, string] => [
    keyName(shortcut),
    t(`tickets.key.${shortcut}`),
  ])
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('tickets.keys')}
      closeButtonProps={{ 'aria-label': t('tickets.close_keys') }}
    >
      <dl className={classes['keys']}>
        {[...own, ...fixed].map(([keys, words]) => (
          <div key={keys}>
            <dt>{words}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="wn-quiet">{t('tickets.keys_hint')}</p>
    </Modal>
  )
}
