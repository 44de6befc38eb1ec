// States as a shape, a hue and a word.
import { useT } from '#kernel/web/index.tsx'
import { type Hue, type Shape, StatusMark } from '#ui/status-mark.tsx'
import type { DELIVERY_STATES, HOOK_STATES } from '../contract.ts'

const HOOK: Record<(typeof HOOK_STATES)[number], [Hue, Shape]> = {
  new: ['blue', 'empty'],
  healthy: ['green', 'done'],
  failing: ['red', 'level-4'],
  paused: ['amber', 'paused'],
}
const DELIVERY: Record<(typeof DELIVERY_STATES)[number], [Hue, Shape]> = {
  waiting: ['blue', 'half'],
  sent: ['green', 'done'],
  failed: ['red', 'level-4'],
  skipped: ['slate', 'closed'],
}
const CALL = {
  received: ['blue', 'half'],
  handled: ['green', 'done'],
  failed: ['red', 'level-4'],
} as const satisfies Record<string, [Hue, Shape]>

export function HookState({ state }: { state: keyof typeof HOOK }) {
  const t = useT()
  const [hue, shape] = HOOK[state]
  return (
    <StatusMark hue={hue} shape={shape}>
      {t(`webhook.states.${state}`)}
    </StatusMark>
  )
}

export function DeliveryState({ state }: { state: keyof typeof DELIVERY }) {
  const t = useT()
  const [hue, shape] = DELIVERY[state]
  return (
    <StatusMark hue={hue} shape={shape}>
      {t(`webhook_delivery.states.${state}`)}
    </StatusMark>
  )
}

export function CallState({ state }: { state: keyof typeof CALL }) {
  const t = useT()
  const [hue, shape] = CALL[state]
  return (
    <StatusMark hue={hue} shape={shape}>
      {t(`incoming_call.states.${state}`)}
    </StatusMark>
  )
}
