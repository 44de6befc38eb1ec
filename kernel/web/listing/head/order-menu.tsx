// The order of a list, by the organisation's own fields too, and its groups: chosen also where there are no headings to press.
import { ActionIcon } from '@mantine/core'
import { IconArrowsSort, IconCheck } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { Menu } from '#ui/opening/opening.tsx'
import { useFieldWords } from '../../custom/use-fields.ts'
import { useT } from '../../language/hooks.tsx'
import { useCommands } from '../../frame/palette.tsx'
import { ownOf } from '../fields.ts'
import type { Narrowing } from '../filter/use-filter.ts'
import filters from '../filter/filter.module.css'
import { grouped, type Listing, sorted } from '../shown.ts'

/** What the orders of a list are called. */
function useOrderWords(listing: Listing): (sort: string) => string {
  const t = useT()
  const { word } = useFieldWords()
  return (sort) => {
    const said = listing.orderWords?.(sort)
    if (said) return t(said)
    const name = sort.replace(/^-/, '')
    const own = ownOf(listing, name)
    const field = own ? word(own.labels) : t(`${listing.of.name}.${name}`)
    return t(name === sort ? 'listing.ascending' : 'listing.descending', { field })
  }
}

/** The palette offers the same orders. */
function useOrderCommands({ listing, shown, onShow }: Narrowing, wordsOf: (sort: string) => string): void {
  const said = listing.sorts.map(wordsOf).join('\n')
  const commands = useMemo(() => {
    const words = said.split('\n')
    return listing.sorts.flatMap((sort, at) =>
      sort === shown.sort
        ? []
        : {
            id: `listing.sort.${sort}`,
            label: 'listing.order',
            said: words[at]!,
            icon: IconArrowsSort,
            run: () => onShow(sorted(shown, sort)),
          },
    )
  }, [listing, shown, onShow, said])
  useCommands(commands)
}

/** `children` are further items. */
export function OrderMenu({ listing, shown, onShow, children }: Narrowing & { children?: ReactNode }) {
  const t = useT()
  const wordsOf = useOrderWords(listing)
  useOrderCommands({ listing, shown, onShow }, wordsOf)
  const order = wordsOf(shown.sort)
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          data-hint={order}
          variant="subtle"
          color="gray"
          size="lg"
          data-key="sort"
          aria-label={`${t('listing.order')}: ${order}`}
        >
          <IconArrowsSort size={18} stroke={1.5} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={filters['long']}>
          {listing.sorts.map((sort) => (
            <Choice key={sort} isChosen={sort === shown.sort} onChoose={() => onShow(sorted(shown, sort))}>
              {wordsOf(sort)}
            </Choice>
          ))}
          {listing.groupings && (
            <>
              <Menu.Divider />
              <Menu.Label>{t('listing.group')}</Menu.Label>
              {([undefined, ...listing.groupings] as const).map((group) => (
                <Choice
                  key={group ?? 'none'}
                  isChosen={group === shown.group}
                  onChoose={() => onShow(grouped(listing, shown, group))}
                >
                  {t(group ? `${listing.of.name}.${group}` : 'listing.group_none')}
                </Choice>
              ))}
            </>
          )}
          {children}
        </div>
      </Menu.Dropdown>
    </Menu>
  )
}

type ChoiceProps = { isChosen: boolean; onChoose: () => void; children: ReactNode }

const Choice = ({ isChosen, onChoose, children }: ChoiceProps) => (
  <Menu.Item
    role="menuitemradio"
    aria-checked={isChosen}
    rightSection={isChosen ? <IconCheck size={16} stroke={1.5} aria-hidden /> : undefined}
    onClick={onChoose}
  >
    {children}
  </Menu.Item>
)
