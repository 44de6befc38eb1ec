import { component } from '#kernel/contract/index.ts'
import type { Grants } from '#kernel/contract/index.ts'
import { implement, serverModule } from '#kernel/server/module.ts'
import {
  exporting,
  ExportRun,
  exportRunChanged,
  imports,
  importRunChanged,
  RUN_EXPORTS,
  RUN_IMPORTS,
} from '../contract.ts'
import { begin, upload } from './begin.ts'
import { exportTells, sweepingExports, writingExports } from './exporting/background.ts'
import { open } from './exporting/open.ts'
import * as exportRuns from './exporting/runs.ts'
import { faults } from './faults.ts'
import { cancel, check, get, kinds, list, run, undo, update } from './handlers.ts'
import { sweepingImports } from './sweep.ts'
import { type RowTable, tables } from './tables.ts'
import { working } from './work/work.ts'

const takes: Grants = { [RUN_EXPORTS]: 'own' }
const staff: Grants = { [RUN_IMPORTS]: 'own', ...takes }

export default serverModule({
  name: 'platform/imports',
  component: component('imports', { version: '1.0.0', always: true }),
  actions: [
    ...implement(
      imports,
      { tables, extra: {} as RowTable },
      { kinds, list, upload, begin, get, update, check, run, cancel, undo, faults },
    ),
    ...implement(exporting, { tables: [...tables, ExportRun], extra: {} as RowTable }, { open, ...exportRuns }),
  ],
  events: [importRunChanged, exportRunChanged],
  jobs: [working, sweepingImports, writingExports, sweepingExports],
  tells: exportTells,
  grants: { analyst: takes, manager: staff, agent: staff, sales_manager: staff, seller: staff },
})
