// Macros while somebody writes: a button, an entry of the palette, and the list that opens at a slash.
import { ActionIcon } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { fillPlaces, type Row } from '#kernel/contract/index.ts'
import { type PaletteCommand, useAction, useCommands, useMe, useReference, useT } from '#kernel/web/index.tsx'
import type { ComposerTexts } from '#modules/support/tickets/contract.ts'
import { type Macro, macros, type Values } from '../contract.ts'
import classes from './macros.module.css'

const MOST = 7
const ALL = { limit: 200, sort: 'name' } as const
type MacroRow = Row<typeof Macro>

export default function Composer(props: ComposerTexts) {
  const { may } = useMe()
  if (!may(macros.list.can)) return null
  return props.part === 'button' ? <Open {...props} /> : <List {...props} />
}

function Open({ onOpen }: ComposerTexts) {
  const t = useT()
  return (
    <ActionIcon data-hint={t('macros.insert')} size="lg" aria-label={t('macros.insert')} onClick={onOpen}>
      <IconBolt size={18} stroke={1.5} />
    </ActionIcon>
  )
}

const firstName = (name: string) => name.trim().split(/\s+/)[0] ?? ''

function useInsert({ ticket, onTake }: ComposerTexts) {
  const { user, tenant } = useMe()
  const { name: requester } = useReference('user', ticket.requester)
  return ({ name, text, status, changes }: MacroRow) => {
    const values: Values = {
      requester_name: requester ?? '',
      requester_first_name: firstName(requester ?? ''),
      ticket_number: String(ticket.number),
      ticket_title: ticket.title,
      agent_name: user.name,
      agent_first_name: firstName(user.name),
      organisation_name: tenant.name,
    }
    onTake({ name, text: fillPlaces(text, values), status, beside: changes })
  }
}

const fitting = (items: readonly MacroRow[], typed: string) => {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return items.filter(({ name }) => words.every((word) => name.toLocaleLowerCase().includes(word)))
}

function List(props: ComposerTexts) {
  const { typed, onKeys, onClose } = props
  const t = useT()
  const insert = useInsert(props)
  const latest = useRef(insert)
  const [active, setActive] = useState(0)
  const { data } = useAction(macros.list, ALL, { enabled: typed !== null })
  const found = typed === null ? [] : fitting((data?.items ?? []) as MacroRow[], typed).slice(0, MOST)
  const at = Math.min(active, Math.max(found.length - 1, 0))
  const isEmpty = typed === '' && data !== undefined && data.items.length === 0

  useEffect(() => setActive(0), [typed]) // oxlint-disable-line react/set-state-in-effect
  useEffect(() => {
    latest.current = insert
    onKeys((event) => {
      if (found.length === 0) return false
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step) setActive((at + step + found.length) % found.length)
      else if (event.key === 'Tab' || (event.key === 'Enter' && !event.ctrlKey && !event.metaKey)) insert(found[at]!)
      else if (event.key === 'Escape') onClose()
      else return false
      event.preventDefault()
      return true
    })
    return () => onKeys(null)
  })

  const commands = useMemo(
    (): PaletteCommand[] => [
      {
        id: 'macros.insert',
        label: 'macros.insert',
        can: macros.list.can,
        choices: async (words, { call }) =>
          fitting((await call(macros.list, ALL)).items as MacroRow[], words).map((macro) => ({
            id: macro.id,
            name: macro.name,
            run: () => latest.current(macro),
          })),
      },
    ],
    [],
  )
  useCommands(commands)

  if (found.length === 0 && !isEmpty) return null
  return (
    <ul role="listbox" aria-label={t('macros.insert')} className={classes['list']}>
      {isEmpty && <li className="wn-quiet">{t('macro.empty')}</li>}
      {found.map((macro, index) => (
        <li
          key={macro.id}
          role="option"
          aria-selected={index === at}
          onPointerEnter={() => setActive(index)}
          // The field keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault()
            insert(macro)
          }}
        >
          <bdi>{macro.name}</bdi>
          <span className={classes['beginning']} dir="auto">
            {macro.text}
          </span>
        </li>
      ))}
    </ul>
  )
}
