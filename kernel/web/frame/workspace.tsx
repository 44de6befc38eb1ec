// The frame of those who work here: navigation at the side, at the foot on a phone.
import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconChevronsLeft, IconDots, IconSearch, IconSettings } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import looks from '#ui/frame-entry.module.css'
import { Menu } from '#ui/opening/opening.tsx'
import { GENERAL } from '../keys/general.ts'
import { KeySigns } from '../keys/key-signs.tsx'
import { Keys } from '../keys/keys.tsx'
import { keysOf } from '../keys/shortcut.ts'
import { useKeys } from '../keys/use-shortcuts.ts'
import { useT } from '../language/hooks.tsx'
import { useMe } from '../me.tsx'
import { type MenuEntry, SlotOutlet } from '../module.tsx'
import { Face } from '../references/face.tsx'
import { Link } from '../shell/link.tsx'
import { useAddress } from '../shell/address.ts'
import { Brand } from './brand.tsx'
import classes from './frame.module.css'
import { frameTools, isHere, useMenu } from './menu.ts'
import { OfflineBanner } from './offline-banner.tsx'
import { KeepLanguage } from './palette/keep-language.ts'
import { openPalette, Palette } from './palette.tsx'
import { type FrameOptions, PersonMenu } from './person-menu.tsx'

const FOLDED = 'workernet.nav-folded'
const ON_PHONE = 3

export function WorkspaceFrame({ children, ...options }: FrameOptions & { children: ReactNode }) {
  const t = useT()
  return (
    <div className={classes['frame']}>
      <a className={classes['skip']} href="#main">
        {t('skip_to_content')}
      </a>
      <SideBar {...options} />
      <main id="main" tabIndex={-1} className={classes['main']}>
        <OfflineBanner />
        {children}
      </main>
      <FootBar {...options} />
      <KeepLanguage value={options.keepLanguage}>
        <Palette />
      </KeepLanguage>
      <Keys />
    </div>
  )
}

function SideBar(options: FrameOptions) {
  const t = useT()
  const { user } = useMe()
  const { path } = useAddress()
  const entries = useMenu()
  const settings = useMenu('settings')
  const { chosen } = useKeys()
  const [folded, setFolded] = useState(() => localStorage.getItem(FOLDED) === '1')
  const fold = () => {
    localStorage.setItem(FOLDED, folded ? '0' : '1')
    setFolded(!folded)
  }
  return (
    <nav className={classes['nav']} data-folded={folded || undefined} aria-label={t('navigation')}>
      <div className={classes['navHead']}>
        <Brand folded={folded} />
        <ActionIcon
          size="sm"
          onClick={fold}
          aria-label={t(folded ? 'do.unfold_menu' : 'do.fold_menu')}
          className={classes['fold']!}
        >
          <IconChevronsLeft size={16} stroke={1.5} className="wn-mirrors" />
        </ActionIcon>
      </div>
      <UnstyledButton
        className={classes['find']!}
        onClick={openPalette}
        aria-label={folded ? t('palette.open') : undefined}
      >
        <IconSearch size={16} stroke={1.5} aria-hidden="true" />
        <span>{t('palette.open')}</span>
        <KeySigns combos={keysOf(GENERAL.palette, chosen).slice(0, 1)} />
      </UnstyledButton>
      <ul className={classes['entries']}>
        {entries.map((entry) => (
          <Entry key={entry.to} entry={entry} here={isHere(path, entry)} folded={folded} />
        ))}
      </ul>
      <ul className={classes['foot']}>
        <li>
          <SlotOutlet of={frameTools} place="side" folded={folded} />
        </li>
        {settings.length > 0 && (
          <Entry
            entry={{ to: '/settings', label: 'menu.settings', icon: IconSettings, order: 0, can: '' }}
            here={path.startsWith('/settings')}
            folded={folded}
          />
        )}
        <li>
          <PersonMenu {...options}>
            <UnstyledButton className={looks['side']!} data-folded={folded || undefined}>
              <Face id={user.id} name={user.name} size={22} decorative />
              <span className="wn-hidden">{t('your_menu')}</span>
              <span className={looks['name']}>{user.name}</span>
            </UnstyledButton>
          </PersonMenu>
        </li>
      </ul>
    </nav>
  )
}

function Entry({
  entry: { to, label, icon: Icon },
  here,
  folded,
}: {
  entry: MenuEntry
  here: boolean
  folded: boolean
}) {
  const t = useT()
  return (
    <li>
      <Link
        to={to}
        className={looks['side']}
        data-folded={folded || undefined}
        data-hint={folded ? t(label) : undefined}
        data-hint-side="end"
        aria-current={here ? 'page' : undefined}
        aria-label={folded ? t(label) : undefined}
      >
        <Icon size={18} stroke={1.5} />
        <span className={looks['name']}>{t(label)}</span>
      </Link>
    </li>
  )
}

/** The same entries under the thumb; what does not fit stands behind “More”. */
function FootBar(options: FrameOptions) {
  const t = useT()
  const { user } = useMe()
  const { path } = useAddress()
  const entries = useMenu()
  const settings = useMenu('settings')
  const [shown, rest] = [entries.slice(0, ON_PHONE), entries.slice(ON_PHONE)]
  const more = [
    ...rest,
    ...(settings.length > 0 ? [{ to: '/settings', label: 'menu.settings', icon: IconSettings }] : []),
  ]
  return (
    <nav className={classes['footBar']} aria-label={t('navigation')}>
      {shown.map((entry) => (
        <Link
          key={entry.to}
          to={entry.to}
          className={looks['foot']}
          aria-current={isHere(path, entry) ? 'page' : undefined}
        >
          <entry.icon size={22} stroke={1.5} />
          {t(entry.label)}
        </Link>
      ))}
      <SlotOutlet of={frameTools} place="foot" folded={false} />
      {more.length > 0 && (
        <Menu position="top-end" width={220}>
          <Menu.Target>
            <UnstyledButton className={looks['foot']!}>
              <IconDots size={22} stroke={1.5} />
              {t('menu.more')}
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={openPalette} leftSection={<IconSearch size={18} stroke={1.5} />}>
              {t('palette.open')}
            </Menu.Item>
            {more.map(({ to, label, icon: Icon }) => (
              <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={18} stroke={1.5} />}>
                {t(label)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <PersonMenu {...options}>
        <UnstyledButton className={looks['foot']!}>
          <Face id={user.id} name={user.name} size={22} decorative />
          <span className="wn-hidden">{t('your_menu')}</span>
          {t('menu.you')}
        </UnstyledButton>
      </PersonMenu>
    </nav>
  )
}
