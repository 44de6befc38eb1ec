// What the handlers of web forms work on.
import type { Context } from '#kernel/server/context.ts'
import type { TablesOf } from '#kernel/server/module.ts'
import { WebForm, WebFormSubmission, type SubmissionRow } from '../contract.ts'

export const tables = [WebForm, WebFormSubmission] as const

/** What only counts: marks under the platform's secret. */
type Marks = { address_mark: string; words_mark: string }
type Plain = TablesOf<typeof tables>
type Tables = Omit<Plain, 'web_form_submissions'> & { web_form_submissions: Plain['web_form_submissions'] & Marks }

export type FormContext = Context<Tables>
export const submissionFields = Object.keys(WebFormSubmission.fields) as (keyof SubmissionRow)[]
