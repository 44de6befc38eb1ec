// What people say of themselves beside their name: a face, and whether they may be disturbed.
import * as z from 'zod'
import { actions, command, instant, line, reference, SIGNED_IN } from '#kernel/contract/index.ts'
import { AVAILABILITIES, User } from './user.ts'

export const profile = actions('profile', '/me', {
  /**
   * Takes an uploaded file (purpose `avatar`) whose pictures are ready as one's face. Throws 409 while it is checked,
   * 422 for what is no picture, or not one's own.
   */
  setPicture: command('PUT /picture', {
    in: z.strictObject({ file: reference('file') }),
    out: User,
    can: SIGNED_IN,
    bodyLimit: 8 * 1024,
  }),
  removePicture: command('DELETE /picture', { out: User, can: SIGNED_IN }),
  /** `state: null` goes back to what can be seen. 422 for an `until` that is over. */
  setAvailability: command('PUT /availability', {
    in: z.strictObject({
      state: z.enum(AVAILABILITIES).nullable(),
      note: line(100).nullable().default(null),
      until: instant().nullable().default(null),
    }),
    out: User,
    can: SIGNED_IN,
    bodyLimit: 8 * 1024,
  }),
})
