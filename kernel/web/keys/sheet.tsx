// What the keys do here and now.
import { Modal, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { fitsWords } from '../frame/words.ts'
import { useT } from '../language/hooks.tsx'
import { Link } from '../shell/link.tsx'
import { KeySigns } from './key-signs.tsx'
import { KEYS_PAGE } from './general.ts'
import { inForce } from './press.ts'
import { byGroup, keysOf } from './shortcut.ts'
import { inWords, useKeys } from './use-shortcuts.ts'
import { useFocusBack } from '../page/use-focus-back.ts'
import classes from './keys.module.css'

export default function Sheet({ onClose }: { onClose: () => void }) {
  const t = useT()
  useFocusBack()
  const { chosen } = useKeys()
  const [typed, setTyped] = useState('')
  const [all] = useState(() => inForce().map(({ shortcut }) => shortcut))
  const shown = all.filter((one) => {
    const keys = keysOf(one, chosen)
    return keys.length > 0 && fitsWords(`${t(one.label)} ${keys.map(inWords).join(' ')}`, typed)
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('keys.title')}
      size={720}
      closeButtonProps={{ 'aria-label': t('do.close') }}
    >
      <TextInput
        data-autofocus
        aria-label={t('keys.search')}
        placeholder={t('keys.search')}
        leftSection={<IconSearch size={16} stroke={1.5} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={classes['sheet']}>
        {byGroup(shown).map(([group, list]) => (
          <section key={group}>
            <h3>{t(group)}</h3>
            <dl className={classes['keys']}>
              {list.map((one) => (
                <div key={one.id}>
                  <dt>{t(one.label)}</dt>
                  <dd>
                    <KeySigns combos={keysOf(one, chosen)} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p role="status" className="wn-quiet">
        {shown.length === 0 && t(typed ? 'keys.nothing' : 'keys.none_here')}
      </p>
      {!chosen.letters && <p className="wn-quiet">{t('keys.letters_are_off')}</p>}
      <p className="wn-quiet">
        {t('keys.hint')}{' '}
        <Link to={KEYS_PAGE} onClick={onClose}>
          {t('keys.change')}
        </Link>
      </p>
    </Modal>
  )
}
