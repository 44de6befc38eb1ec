// Macros: ready words for a message and what changes about the ticket with it, for oneself, a team or everybody.
import { actions, choice, crud, entity, line, prose, reference, structure, yesNo } from '#kernel/contract/index.ts'
import { Beside, STATUSES } from '#modules/support/tickets/contract.ts'
import type * as z from 'zod'

export { VARIABLES, type Values } from './contract/variables.ts'

export const VISIBILITIES = ['personal', 'team', 'shared'] as const
/** Sharing with teams and with everybody; a team's lead may share with that team without it. */
export const SHARE = 'macros.share'
export const MOST_MACROS = 200

/** A moment would be behind when the macro is used. */
export const MacroChanges = Beside.omit({ snooze: true })
export type MacroChanges = z.output<typeof MacroChanges>

export const Macro = entity('macro', {
  table: 'macros',
  written: {
    name: line(100, { sortable: true }),
    visibility: choice(VISIBILITIES, { filterable: false }).default('personal'),
    /** Who uses it where it is a team's. */
    team: reference('team', { filterable: false }).nullable().default(null),
    /** With `{{variables}}`, filled in before anything is sent. */
    text: prose(20_000).default(''),
    /** Where the ticket goes with the message. */
    status: choice(STATUSES, { filterable: false }).nullable().default(null),
    /** What else changes with it. */
    changes: structure(MacroChanges).default({}),
  },
  kept: {
    owner: reference('user', { filterable: false }),
    /** Follows from the visibility: what access asks. */
    everyone: yesNo({ filterable: false }),
  },
  // Even an administrator does not look into what somebody keeps for themselves.
  access: { all: { any: [{ owner: 'me' }, { everyone: true }, { team: 'my_teams' }] } },
})

export const macros = actions('macros', '/macros', crud(Macro, 'macros', 64 * 1024))
