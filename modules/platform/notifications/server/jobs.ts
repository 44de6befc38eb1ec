// The queues of notifications; jobs carry ids only.
import { jobKind } from '#kernel/server/jobs.ts'

/** People whose mails may be due. */
export const mailJob = jobKind<{ people: string[] }>('notifications.mail')
/** A notice that is to be pushed to its recipient's browsers; again to some of them after the first attempt. */
export const pushJob = jobKind<{ notice: string; attempt?: number; devices?: string[] }>('notifications.push')
/** A telling to so many that it goes in pieces. */
export const spreadJob = jobKind<{ spread: string }>('notifications.spread')
