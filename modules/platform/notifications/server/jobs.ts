// The queues of notifications; jobs carry ids only.
import { jobKind } from '#kernel/server/jobs.ts'

/** People whose mails may be due. */
export const mailJob = jobKind<{ people: string[] }>('notifications.mail')
/** Notices that are to be pushed to all browsers of their recipients. */
export const pushJob = jobKind<{ notices: string[] }>('notifications.push')
/** A telling to so many that it goes in pieces. */
export const spreadJob = jobKind<{ spread: string }>('notifications.spread')
