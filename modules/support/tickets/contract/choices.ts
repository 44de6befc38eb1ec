// What a ticket's status, priority, channel and type may be.
export const STATUSES = ['new', 'in_progress', 'waiting', 'resolved', 'closed'] as const
export const PRIORITIES = ['critical', 'high', 'medium', 'low'] as const
export const CHANNELS = ['web', 'email', 'api', 'chat'] as const
export { TOPICS as TYPES } from '#modules/platform/mail/contract.ts'
export type Status = (typeof STATUSES)[number]
