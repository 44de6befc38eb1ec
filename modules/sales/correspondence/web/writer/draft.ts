// What a letter is filled with before anybody types: whom it goes to, and under which subject.
import type { LetterRow } from '../../contract.ts'

export type Person = { name: string; address: string }
export type Filling = { to: readonly string[]; cc: readonly string[]; subject: string }

/** A new letter goes to the likeliest of those who are known. */
export const newLetter = (known: readonly Person[], subject: string): Filling => ({
  to: known.slice(0, 1).map(({ address }) => address),
  cc: [],
  subject,
})

/** An answer goes to whoever wrote, or once more to those who were written to; to everybody else as a copy. */
export function answerTo(letter: Pick<LetterRow, 'direction' | 'from_address' | 'people' | 'subject'>): Filling {
  const of = (role: 'to' | 'cc') => letter.people.filter((one) => one.role === role).map(({ address }) => address)
  const subject = /^re:/i.test(letter.subject.trim()) ? letter.subject : `Re: ${letter.subject}`
  // The first of those whom a received letter went to are we.
  return letter.direction === 'out'
    ? { to: of('to'), cc: of('cc'), subject }
    : { to: [letter.from_address.toLowerCase()], cc: of('cc'), subject }
}

const ADDRESS = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/

/** Addresses as people type and paste them: `Anna <anna@shop.test>` too. What is none stays as it is, so that it can be mended. */
export const addressesIn = (typed: readonly string[]): string[] => [
  ...new Set(typed.map((one) => (/<([^<>]+)>\s*$/.exec(one)?.[1] ?? one).trim().toLowerCase()).filter(Boolean)),
]

export const isAddress = (written: string): boolean => ADDRESS.test(written)
