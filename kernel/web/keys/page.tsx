// One's own keys: what each does, other keys for it, and whether single letters count.
import { ActionIcon, Button, Switch, TextInput } from '@mantine/core'
import { IconArrowBackUp, IconKeyboardOff, IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { PageHeader } from '#ui/page-header.tsx'
import { type ChosenKeys, chosenKeys } from '../../contract/index.ts'
import { useInPortal } from '../frame/menu.ts'
import { fitsWords } from '../frame/words.ts'
import { useT } from '../language/hooks.tsx'
import { useModules } from '../module.tsx'
import { ProblemAlert } from '../problem/problem-alert.tsx'
import { Link } from '../shell/link.tsx'
import { GENERAL } from './general.ts'
import { KeySigns } from './key-signs.tsx'
import { NewKey } from './new-key.tsx'
import { byGroup, keysOf, type Shortcut, withKeys } from './shortcut.ts'
import { inWords, useKeys } from './use-shortcuts.ts'
import { useWays } from './ways.ts'
import classes from './keys.module.css'

export default function KeysPage() {
  const t = useT()
  const { chosen, choose, problem } = useKeys()
  const inPortal = useInPortal()
  const all = useAllShortcuts(inPortal)
  const [typed, setTyped] = useState('')
  const [changing, setChanging] = useState<Shortcut | null>(null)
  const shown = all.filter((one) => fitsWords(`${t(one.label)} ${keysOf(one, chosen).map(inWords).join(' ')}`, typed))
  const isUsual = Object.keys(chosen.keys).length === 0 && chosen.letters
  return (
    <div className={classes['page']}>
      <PageHeader
        title={t('menu.keys')}
        above={inPortal ? undefined : <Link to="/settings">{t('menu.settings')}</Link>}
      />
      <p className={`${classes['hint']} wn-quiet`}>{t('keys.hint')}</p>
      <ProblemAlert problem={problem} />
      <Switch
        label={t('keys.letters_on')}
        description={t('keys.letters_on_help')}
        checked={chosen.letters}
        onChange={({ currentTarget }) => choose({ ...chosen, letters: currentTarget.checked })}
      />
      <div className={classes['tools']}>
        <TextInput
          aria-label={t('keys.search')}
          placeholder={t('keys.search')}
          leftSection={<IconSearch size={16} stroke={1.5} />}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button variant="default" {...resting(isUsual)} onClick={() => choose(chosenKeys.otherwise)}>
          {t('keys.reset_all')}
        </Button>
      </div>
      {byGroup(shown).map(([group, list]) => (
        <section key={group} aria-label={t(group)} className={classes['group']}>
          <h2>{t(group)}</h2>
          <ul>
            {list.map((one) => (
              <Line key={one.id} shortcut={one} chosen={chosen} onChoose={choose} onChange={() => setChanging(one)} />
            ))}
          </ul>
        </section>
      ))}
      <p role="status" className="wn-quiet">
        {shown.length === 0 && t('keys.nothing')}
      </p>
      {changing && (
        <NewKey
          shortcut={changing}
          all={all}
          chosen={chosen}
          onClose={() => setChanging(null)}
          onChoose={(combo) => {
            choose(withKeys(chosen, changing, [combo]))
            setChanging(null)
          }}
        />
      )}
    </div>
  )
}

/** Everything that a person may do by key, on whatever page. Those of modules belong to the pages of staff. */
function useAllShortcuts(inPortal: boolean): readonly Shortcut[] {
  const modules = useModules()
  const ways = useWays()
  return useMemo(() => {
    const staff = inPortal ? [] : modules.flatMap((module) => module.shortcuts)
    return [...staff, ...Object.values(GENERAL), ...Object.values(ways)]
  }, [modules, ways, inPortal])
}

/** A button that has nothing to do keeps the focus of whoever has just pressed it. */
const resting = (rests: boolean) => (rests ? { 'data-disabled': true, 'aria-disabled': true } : {})

type LineProps = {
  shortcut: Shortcut
  chosen: ChosenKeys
  onChoose: (next: ChosenKeys) => void
  onChange: () => void
}

function Line({ shortcut, chosen, onChoose, onChange }: LineProps) {
  const t = useT()
  const name = t(shortcut.label)
  const keys = keysOf(shortcut, chosen)
  const isOwn = chosen.keys[shortcut.id] !== undefined
  return (
    <li data-own={isOwn || undefined}>
      <span>{name}</span>
      {keys.length > 0 ? <KeySigns combos={keys} /> : <span className="wn-quiet">{t('keys.no_key')}</span>}
      {shortcut.fixed ? (
        <span className="wn-quiet">{t('keys.fixed')}</span>
      ) : (
        <span className={classes['acts']}>
          <ActionIcon
            data-hint={t(isOwn ? 'keys.reset' : 'keys.off')}
            size="lg"
            aria-label={t(isOwn ? 'keys.reset_one' : 'keys.off_one', { name })}
            {...resting(!isOwn && keys.length === 0)}
            onClick={() => onChoose(withKeys(chosen, shortcut, isOwn ? null : []))}
          >
            {isOwn ? (
              <IconArrowBackUp size={18} stroke={1.5} className="wn-mirrors" />
            ) : (
              <IconKeyboardOff size={18} stroke={1.5} />
            )}
          </ActionIcon>
          <Button size="compact-md" variant="default" aria-label={t('keys.change_one', { name })} onClick={onChange}>
            {t('keys.change_short')}
          </Button>
        </span>
      )}
    </li>
  )
}
