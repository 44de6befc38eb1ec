// One's own corner: profile, theme, language, the way out.
import { SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconDownload, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react'
import { type ReactElement, useSyncExternalStore } from 'react'
import { Menu } from '#ui/opening/opening.tsx'
import type { Action } from '../../contract/index.ts'
import { useCall } from '../call/platform.tsx'
import { useLanguage, useT } from '../language/hooks.tsx'
import { isLanguage, type Language, LANGUAGES } from '../language/languages.ts'
import { useMe } from '../me.tsx'
import { SlotOutlet } from '../module.tsx'
import { install, installOffer, watchInstallOffer } from '../offline/install.ts'
import { Link } from '../shell/link.tsx'
import classes from './frame.module.css'
import { ownMenu } from './menu.ts'

export type FrameOptions = { profile: string; keepLanguage: Action<{ language?: Language }, any, unknown> }

export function PersonMenu({ profile, keepLanguage, children }: FrameOptions & { children: ReactElement }) {
  const t = useT()
  const { user, signOut } = useMe()
  const offer = useSyncExternalStore(watchInstallOffer, installOffer)
  return (
    <Menu position="top-start" width={260} withinPortal>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <div className={classes['personHead']}>
          <strong>{user.name}</strong>
          <small className="wn-quiet">{user.email}</small>
        </div>
        <Menu.Item component={Link} to={profile} leftSection={<IconUser size={16} stroke={1.5} />}>
          {t('menu.profile')}
        </Menu.Item>
        <SlotOutlet of={ownMenu} />
        <Menu.Divider />
        <div className={classes['personChoices']}>
          <ThemeSwitch />
          <LanguageSwitch keepLanguage={keepLanguage} />
        </div>
        <Menu.Divider />
        {offer && (
          <Menu.Item onClick={() => void install()} leftSection={<IconDownload size={16} stroke={1.5} />}>
            {t('app.install')}
          </Menu.Item>
        )}
        <Menu.Item
          onClick={() => void signOut()}
          leftSection={<IconLogout size={16} stroke={1.5} className="wn-mirrors" />}
        >
          {t('do.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Light, dark, or as the device has it. */
export function ThemeSwitch() {
  const t = useT()
  const { direction } = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const choice = (value: 'light' | 'dark' | 'auto', Icon: typeof IconSun) => ({
    value,
    label: (
      <span className={classes['choice']} title={t(`theme.${value}`)}>
        <Icon size={16} stroke={1.5} aria-hidden="true" />
        <span className="wn-hidden">{t(`theme.${value}`)}</span>
      </span>
    ),
  })
  return (
    <SegmentedControl
      // Made anew where the page turns round: its mark stays where it was measured.
      key={direction}
      fullWidth
      withItemsBorders={false}
      size="xs"
      aria-label={t('theme.label')}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
      data={[choice('light', IconSun), choice('dark', IconMoon), choice('auto', IconDeviceDesktop)]}
    />
  )
}

/** Changes the language at once, and in the profile when one is signed in. */
export function LanguageSwitch({ keepLanguage }: { keepLanguage?: FrameOptions['keepLanguage'] }) {
  const t = useT()
  const call = useCall()
  const { language, setLanguage } = useLanguage()
  const choose = (next: string) => {
    if (!isLanguage(next)) return
    void setLanguage(next)
    // The choice holds on this device even when the profile cannot be reached.
    if (keepLanguage) void call(keepLanguage, { language: next }).catch(() => undefined)
  }
  return (
    <select
      className={classes['language']}
      aria-label={t('language_label')}
      value={language}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  )
}
