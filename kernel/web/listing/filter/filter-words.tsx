// What a chip says of its filter.
import { choicesOf, hintsOf } from '../../../contract/index.ts'
import { useFormat, useT } from '../../language/hooks.tsx'
import { Reference } from '../../references/reference.tsx'
import { isDay, ownOf, schemaOf } from '../fields.ts'
import type { Listing } from '../shown.ts'
import { OwnWords } from './own-words.tsx'
import { RECENT } from './spans.ts'

type Props = { listing: Listing; name: string; values: readonly string[] }

export function FilterWords({ listing, name, values }: Props) {
  const t = useT()
  const format = useFormat()
  const own = ownOf(listing, name)
  const [first = ''] = values
  if (own) return <OwnWords field={own} values={values} />
  if (listing.spans?.[name])
    return first in RECENT ? t(`listing.span.${first}`) : <bdi>{first.replace('..', ' – ')}</bdi>
  const schema = schemaOf(listing, name)!
  const { refers } = hintsOf(schema)
  const isChoice = choicesOf(schema).length > 0
  const said = (value: string) => {
    const words = listing.valueWords?.(name, value)
    if (words) return t(...words)
    if (value === 'me' || value === 'none') return t(`listing.${value}`)
    return isChoice ? t(`${listing.of.name}.${name}.${value}`) : value
  }
  if (refers && first !== 'me' && first !== 'none') return <Reference entity={refers} id={first} plain />
  if (isDay(schema)) return format.date(first)
  return <bdi>{format.list(values.map(said))}</bdi>
}
