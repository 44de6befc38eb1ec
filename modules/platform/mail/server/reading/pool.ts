import { mailParser } from './parse.ts'

/** The threads of this process that read mails: made when the first one comes, and ended with it. */
export const parser = mailParser()
