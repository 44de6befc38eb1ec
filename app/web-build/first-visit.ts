// What a first visit loads, named once: the parts of the client that come as one file each, and whose words come first.

/** A file of the build each: these sources with all that they import and no earlier part has. */
export const PARTS: Record<string, readonly string[]> = {
  start: ['app/web/main.tsx', 'kernel/web/shell/sign-in.tsx'],
  desk: [
    'modules/support/tickets/web/desk/desk.tsx',
    'modules/platform/views/web/column.tsx',
    'modules/platform/notifications/web/centre/bell.tsx',
  ],
}

/** Pages and pieces that people meet first: the words they name come with the first catalogue. */
export const FIRST = [
  ...Object.values(PARTS).flat(),
  'modules/platform/views/web/bar.tsx',
  'modules/platform/bulk/web/strip.tsx',
  'modules/support/tickets/web/portal/requests.tsx',
]

/** Words that are put together from the names of a record's fields. */
export const FIRST_WORDS = ['ticket.', 'language.']

/** Words that may come a moment later although the first sources build them: refusals come in words from the server. */
export const LATER_WORDS = /^(problem|problem_title|problem_advice|invalid|notify|action)\.|_(keywords|help)$/
