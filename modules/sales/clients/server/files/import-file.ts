// The documented ways in and out: a file that was uploaded before becomes an import of clients, a filter becomes a file.
import type { Parsed } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { exporting, imports, type ImportRow } from '#modules/platform/imports/contract.ts'
import type { clients } from '../../contract.ts'

export const importFile = (
  { call }: Pick<Context, 'call'>,
  { file }: Parsed<typeof clients.import>,
): Promise<ImportRow> => call(imports.begin, { entity: 'client', file })

/** The documented way out: the file of a list's filter. */
export const exportFile = ({ call }: Pick<Context, 'call'>, input: Parsed<typeof clients.export>): Promise<unknown> =>
  call(exporting.open, { entity: 'client', input })
