// What the handlers of web forms work on.
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import { WebForm, WebFormSubmission, type SubmissionRow } from '../contract.ts'

export const tables = [WebForm, WebFormSubmission] as const
export type FormContext = Context<TablesOf<typeof tables>>
export const submissionFields = Object.keys(WebFormSubmission.fields) as (keyof SubmissionRow)[]
