// What people may be told of letters.
import { noticeKind } from '#kernel/contract/index.ts'
import { clientLettered, dealLettered, READ } from '../contract.ts'

const shared = {
  events: [clientLettered, dealLettered],
  can: READ,
  group: 'correspondence',
  channels: { in_app: true, email: true, push: true },
  variables: ['who', 'subject'],
} as const

export const received = noticeKind('letter_received', shared)
export const returned = noticeKind('letter_returned', shared)
