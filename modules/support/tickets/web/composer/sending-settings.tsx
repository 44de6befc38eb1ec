// How one likes to send: where the page goes afterwards, and how long a reply can be taken back.
import { ActionIcon } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { usePreference, useT } from '#kernel/web/index.tsx'
import { Menu } from '#ui/opening/opening.tsx'
import {
  AFTER_SEND,
  type AfterSend,
  afterSend,
  UNDO_SECONDS,
  undoSeconds,
} from '../../contract/composing/preferences.ts'

export function SendingSettings() {
  const t = useT()
  const after = usePreference(afterSend)
  const undo = usePreference(undoSeconds)
  return (
    <Menu position="top-end" withinPortal>
      <Menu.Target>
        <ActionIcon data-hint={t('tickets.sending_settings')} size="lg" aria-label={t('tickets.sending_settings')}>
          <IconSettings size={18} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('tickets.after_send')}</Menu.Label>
        <Menu.RadioGroup value={after.value} onChange={(where) => after.choose(where as AfterSend)}>
          {AFTER_SEND.map((where) => (
            <Menu.RadioItem key={where} value={where} closeMenuOnClick={false}>
              {t(`tickets.after_send.${where}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{t('tickets.undo_seconds')}</Menu.Label>
        <Menu.RadioGroup value={String(undo.value)} onChange={(seconds) => undo.choose(Number(seconds) as 0)}>
          {UNDO_SECONDS.map((seconds) => (
            <Menu.RadioItem key={seconds} value={String(seconds)} closeMenuOnClick={false}>
              {seconds === 0 ? t('tickets.undo_never') : t('tickets.undo_for', { count: seconds })}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
