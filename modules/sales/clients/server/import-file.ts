// The documented way in: a file that was uploaded before becomes an import of clients.
import type { Parsed } from '#kernel/contract/index.ts'
import type { Context } from '#kernel/server/context.ts'
import { imports, type ImportRow } from '#modules/platform/imports/contract.ts'
import type { clients } from '../contract.ts'

export const importFile = (
  { call }: Pick<Context, 'call'>,
  { file }: Parsed<typeof clients.import>,
): Promise<ImportRow> => call(imports.begin, { entity: 'client', file })
