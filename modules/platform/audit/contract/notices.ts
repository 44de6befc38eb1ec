// What administrators are told of.
import { noticeKind } from '#kernel/contract/index.ts'
import { auditAlertRaised } from '../contract.ts'

export const alertNotice = noticeKind('audit_alert', {
  events: [auditAlertRaised],
  group: 'security',
  channels: { in_app: true, email: true, push: true },
  mandatory: true,
  variables: ['rule', 'severity', 'address'],
})
