// The frame of customers: their organisation's colours, large letters, nothing they do not need.
import { ActionIcon, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Keys } from '../keys/keys.tsx'
import { useT } from '../language/hooks.tsx'
import { useMe } from '../me.tsx'
import { SlotOutlet } from '../module.tsx'
import { useAddress } from '../shell/address.ts'
import { Face } from '../references/face.tsx'
import { Link } from '../shell/link.tsx'
import { Brand } from './brand.tsx'
import classes from './frame.module.css'
import { frameTools, isHere, PortalProvider, useMenu } from './menu.ts'
import { OfflineBanner } from './offline-banner.tsx'
import { KeepLanguage } from './palette/keep-language.ts'
import { openPalette, Palette } from './palette.tsx'
import { type FrameOptions, PersonMenu } from './person-menu.tsx'

export function PortalFrame({ children, ...options }: FrameOptions & { children: ReactNode }) {
  const t = useT()
  return (
    <PortalProvider value>
      <div className={`${classes['portal']} wn-portal`}>
        <a className={classes['skip']} href="#main">
          {t('skip_to_content')}
        </a>
        <Head {...options} />
        <main id="main" tabIndex={-1} className={classes['portalMain']}>
          <OfflineBanner />
          {children}
        </main>
        <KeepLanguage value={options.keepLanguage}>
          <Palette />
        </KeepLanguage>
        <Keys />
      </div>
    </PortalProvider>
  )
}

function Head(options: FrameOptions) {
  const t = useT()
  const { user } = useMe()
  const { path } = useAddress()
  const entries = useMenu()
  return (
    <header className={classes['portalHead']}>
      <Link to="/" className={classes['portalBrand']}>
        <Brand />
      </Link>
      <nav aria-label={t('navigation')} className={classes['portalNav']}>
        {entries.map((entry) => (
          <Link key={entry.to} to={entry.to} aria-current={isHere(path, entry) ? 'page' : undefined}>
            <entry.icon size={22} stroke={1.5} className={classes['portalIcon']!} />
            {t(entry.label)}
          </Link>
        ))}
      </nav>
      <SlotOutlet of={frameTools} place="portal" folded={false} />
      <ActionIcon size={44} onClick={openPalette} aria-label={t('palette.open')}>
        <IconSearch size={20} stroke={1.5} />
      </ActionIcon>
      <PersonMenu {...options}>
        <UnstyledButton className={classes['portalPerson']!} aria-label={t('your_menu')}>
          <Face id={user.id} name={user.name} size={32} decorative />
          <IconChevronDown size={16} stroke={1.5} aria-hidden="true" />
        </UnstyledButton>
      </PersonMenu>
    </header>
  )
}
