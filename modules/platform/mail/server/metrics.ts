import { counter } from '#kernel/server/metrics/metric.ts'

export const mailsTaken = counter(
  'workernet_mail_received_total',
  'Mails taken in, counted once for every tenant they went to.',
)
export const mailsSent = counter('workernet_mail_sent_total', 'Recipients of mails after an attempt, by outcome.')
