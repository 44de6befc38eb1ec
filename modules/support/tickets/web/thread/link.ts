// Links to single messages: the part of the address after #.

const BEGINNING = '#message-'

/** The address of a message of the ticket that is open. */
export function linkTo(message: string): string {
  const { origin, pathname, search } = location
  return `${origin}${pathname}${search}${BEGINNING}${message}`
}

/** The message that the address names. */
export const linkedMessage = (hash: string): string | null =>
  hash.startsWith(BEGINNING) ? decodeURIComponent(hash.slice(BEGINNING.length)) : null
