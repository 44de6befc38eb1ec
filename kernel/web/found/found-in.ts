/** A page that lists a kind of record, narrowed to the name of one. */
export const foundIn = (page: string, name: string): string => `${page}?${new URLSearchParams({ q: name }).toString()}`
