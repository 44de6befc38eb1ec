// Whom the reply that is being written goes to beside the requester.
import { useState } from 'react'
import { useAction } from '#kernel/web/index.tsx'
import { tickets } from '../../../contract.ts'

export type Person = { name: string; address: string }
/** `out`: participants who do not get this reply; `extra`: those who get this one only. */
type Choice = { out: readonly string[]; extra: readonly Person[] }
const EVERYBODY: Choice = { out: [], extra: [] }

/** Those who get the reply: everybody of the conversation, without who was left out, and who was added. */
export function chosenOf(participants: readonly Person[], { out, extra }: Choice): Person[] {
  const known = participants.map(({ name, address }) => ({ name, address }))
  return [
    ...known.filter(({ address }) => !out.includes(address)),
    ...extra.filter(({ address }) => known.every((one) => one.address !== address)),
  ]
}

export function useRecipients(ticket: string) {
  const { data } = useAction(tickets.participants, { id: ticket })
  const [choice, setChoice] = useState(EVERYBODY)
  const participants = data?.items ?? []
  const people = chosenOf(participants, choice)
  return {
    participants,
    namedAgain: data?.named_again ?? [],
    out: choice.out,
    extra: choice.extra,
    /** Undefined until it is known who there is: the server then writes to everybody. */
    cc: data ? people : undefined,
    leaveOut: (address: string) => setChoice((now) => ({ ...now, out: [...now.out, address] })),
    putBack: (address: string) => setChoice((now) => ({ ...now, out: now.out.filter((one) => one !== address) })),
    addOnce: (person: Person) =>
      setChoice(({ out, extra }) => ({
        out: out.filter((one) => one !== person.address),
        extra: [...extra.filter(({ address }) => address !== person.address), person],
      })),
    dropExtra: (address: string) =>
      setChoice((now) => ({ ...now, extra: now.extra.filter((one) => one.address !== address) })),
    onlyRequester: () => setChoice({ out: participants.map(({ address }) => address), extra: [] }),
    everybody: () => setChoice(EVERYBODY),
    /** As it was written before: what was taken back goes to the same people. */
    restore: (cc: readonly Person[]) =>
      setChoice({
        out: participants.map(({ address }) => address).filter((one) => cc.every(({ address }) => address !== one)),
        extra: cc.filter(({ address }) => participants.every((one) => one.address !== address)),
      }),
  }
}
export type Recipients = ReturnType<typeof useRecipients>
