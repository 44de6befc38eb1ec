// What an organisation may set up of mail.
import { settingsOf, whole } from '#kernel/contract/index.ts'

/** Most mails that no person wrote, to one address; what goes beyond stays in the outbox with its reason. */
export const MailSettings = settingsOf('mail_settings', {
  /** Receipts in an hour; twice as many in three hours, four times in a day. */
  receipts_an_hour: whole({}, [1, 100]).default(5),
  /** Minutes in which a second receipt under the same subject stays here; 0 = it never does. */
  same_subject_minutes: whole({}, [0, 1_440]).default(180),
  /** About one ticket in ten minutes; ten times as many in ten hours. */
  of_ticket_in_ten_minutes: whole({}, [1, 100]).default(10),
  /** About everything together in ten minutes; twelve times as many in ten hours. */
  of_all_in_ten_minutes: whole({}, [1, 300]).default(30),
})
