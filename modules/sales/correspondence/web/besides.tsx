// On a client's page: letters of the client's deals stand in its timeline too, and come as live as its own.
import { useQueryClient } from '@tanstack/react-query'
import type { Entity } from '#kernel/contract/index.ts'
import { useLive } from '#kernel/web/index.tsx'
import { Client } from '#modules/sales/clients/contract.ts'
import { Deal } from '#modules/sales/deals/contract.ts'
import { dealLettered, type Lettered } from '../contract.ts'
import { refreshLetters } from './use-letters.ts'

type Props = { entity: Entity; id: string; onNews: () => void }

export default function Besides({ entity: { name: kind }, id, onNews }: Props) {
  const cache = useQueryClient()
  // Of deals out of sight nothing is heard.
  useLive(kind === Client.name ? [Deal.name] : [], ({ name, payload }) => {
    if (name !== dealLettered.name || (payload as Lettered).client !== id) return
    refreshLetters(cache)
    onNews()
  })
  return null
}
