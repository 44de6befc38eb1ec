// What people are told of files.
import { noticeKind } from '#kernel/contract/index.ts'
import { fileInfected } from '../contract.ts'

/** Whoever uploaded it is told, and those who govern files. */
export const infectedNotice = noticeKind('file_infected', {
  events: [fileInfected],
  group: 'security',
  channels: { in_app: true, email: true },
  mandatory: true,
  // The uploader and those who govern are named; nobody else is.
  trusted: true,
  variables: ['name'],
})
