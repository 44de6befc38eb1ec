// Texts that people keep ready, with places in braces that something of a record fills: {{client_name}}.
const PLACE = /\{\{\s*(\w+)\s*\}\}/g

export type PlaceValues = Readonly<Record<string, string | number>>

/**
 * Plain text in, plain text out; in one pass, so that braces in somebody's name are only text. What no value fills becomes what
 * `otherwise` makes of it; by default it stays as it stands.
 */
export const fillPlaces = (
  text: string,
  values: PlaceValues,
  otherwise: (place: string) => string = (place) => place,
): string =>
  text.replaceAll(PLACE, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : otherwise(place),
  )

/** The names of the places of a text, each once, in their order. */
export const placesIn = (text: string): string[] => [...new Set([...text.matchAll(PLACE)].map(([, name]) => name!))]

/** Those that nothing fills. */
export const unknownPlaces = (text: string, known: readonly string[]): string[] =>
  placesIn(text).filter((name) => !known.includes(name))
