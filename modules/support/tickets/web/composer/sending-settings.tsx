// How one likes to send: where the page goes afterwards, and how long a reply can be taken back.
import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconCheck, IconSettings } from '@tabler/icons-react'
import { useT } from '#kernel/web/index.tsx'
import { AFTER_SEND, afterSend, UNDO_SECONDS, undoSeconds } from '../../contract/composing/preferences.ts'
import { usePreference } from './use-preference.ts'
import classes from './composer.module.css'

export function SendingSettings() {
  const t = useT()
  const after = usePreference(afterSend)
  const undo = usePreference(undoSeconds)
  const mark = (isChosen: boolean) =>
    isChosen ? <IconCheck size={16} stroke={2} aria-hidden /> : <span className={classes['noMark']} />
  return (
    <Menu position="top-end" withinPortal closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={t('tickets.sending_settings')}>
          <ActionIcon size="lg" aria-label={t('tickets.sending_settings')}>
            <IconSettings size={18} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('tickets.after_send')}</Menu.Label>
        {AFTER_SEND.map((where) => (
          <Menu.Item
            key={where}
            role="menuitemradio"
            aria-checked={after.value === where}
            leftSection={mark(after.value === where)}
            onClick={() => after.choose(where)}
          >
            {t(`tickets.after_send.${where}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t('tickets.undo_seconds')}</Menu.Label>
        {UNDO_SECONDS.map((seconds) => (
          <Menu.Item
            key={seconds}
            role="menuitemradio"
            aria-checked={undo.value === seconds}
            leftSection={mark(undo.value === seconds)}
            onClick={() => undo.choose(seconds)}
          >
            {seconds === 0 ? t('tickets.undo_never') : t('tickets.undo_for', { count: seconds })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
