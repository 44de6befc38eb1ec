// XML as it is read on: what begins, what is said, what ends, by names without prefixes.
import { SaxesParser } from 'saxes'

export type Attributes = Readonly<Record<string, string>>
export type Watch = {
  begins: (name: string, attributes: Attributes) => void
  says?: (text: string) => void
  ends?: (name: string) => void
}

/** Answers what takes the next piece of a text; it throws where the text is no XML. */
export function watching({ begins, says, ends }: Watch): (piece: string) => void {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => begins(plain(name), attributes))
  if (says) parser.on('text', says)
  if (ends) parser.on('closetag', ({ name }) => ends(plain(name)))
  return (piece) => void parser.write(piece)
}

/** Reads a part that is small to its end. */
export async function eachTag(pieces: AsyncIterable<string>, begins: Watch['begins']): Promise<void> {
  const take = watching({ begins })
  for await (const piece of pieces) take(piece)
}

/** An attribute, whatever prefix its name has. */
export const attribute = (attributes: Attributes, name: string): string | undefined =>
  attributes[name] ?? Object.entries(attributes).find(([key]) => plain(key) === name)?.[1]

const plain = (name: string) => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name)
