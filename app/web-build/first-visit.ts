// What a first visit loads, named once: the parts of the client that come as one file each, and whose words come first.

/** A file of the build each: these sources with all that they import and no earlier part has. */
export const PARTS: Record<string, readonly string[]> = {
  start: ['app/web/main.tsx', 'kernel/web/shell/sign-in.tsx'],
  desk: [
    'modules/support/tickets/web/desk/desk.tsx',
    'modules/platform/views/web/bar.tsx',
    'modules/platform/views/web/column.tsx',
    'modules/platform/bulk/web/strip.tsx',
    'modules/platform/notifications/web/centre/bell.tsx',
  ],
}

/**
 * What comes when a first page stands, a file each for the same reason: a browser asks for six files at once, and the ticket was fifty.
 * Before them stand the library's: `controls`, which a customer's pages need too, and `inputs`, the rest.
 */
export const LATER_PARTS: Record<string, readonly string[]> = {
  choosing: ['kernel/web/references/picker.tsx', 'kernel/web/page/after-paint.tsx'],
  records: [
    'kernel/web/custom/custom-fields.tsx',
    'kernel/web/form/entity-form.tsx',
    'kernel/web/listing/list-frame.tsx',
    'kernel/web/record/properties.tsx',
    'kernel/web/record/use-neighbours.ts',
    'kernel/web/references/several.tsx',
  ],
  conversation: [
    'modules/support/tickets/web/thread/thread.tsx',
    'modules/support/tickets/web/composer/attach-button.tsx',
    'modules/support/tickets/web/composer/file-chips.tsx',
    'modules/support/tickets/web/composer/sending/attachments.ts',
    'modules/support/tickets/web/composer/sending/use-comment.ts',
    'modules/support/tickets/web/composer/use-draft.ts',
    'modules/support/tickets/web/offline/waiting-replies.tsx',
    'modules/support/tickets/web/ticket/details/followers.tsx',
    'modules/support/tickets/web/ticket/here-line.tsx',
    'modules/support/tickets/web/ticket/messages.ts',
    'modules/support/tickets/web/ticket/reading.ts',
    'modules/support/tickets/web/ticket/thread-skeleton.tsx',
  ],
  ticket: [
    'modules/support/tickets/web/ticket/ticket-pane.tsx',
    'modules/support/tickets/web/ticket/details/tasks.tsx',
    'modules/support/tickets/web/composer/composer.tsx',
  ],
}

/** Pages and pieces that people meet first: the words they name come with the first catalogue. */
export const FIRST = [...Object.values(PARTS).flat(), 'modules/support/tickets/web/portal/requests.tsx']

/** Words that are put together from the names of a record's fields. */
export const FIRST_WORDS = ['ticket.', 'language.']

/** Words that may come a moment later although the first sources build them: refusals come in words from the server. */
export const LATER_WORDS = /^(problem|problem_title|problem_advice|invalid|notify|action)\.|_(keywords|help)$/
