import { implement, serverModule } from '#kernel/server/module.ts'
import { File, files, fileStore } from '../contract.ts'
import { claim, content, get, store, upload } from './files.ts'
import { sweepJobs } from './sweep.ts'

const tables = [File] as const
const uses = { 'files.upload': 'own', 'files.read': 'own' } as const

export default serverModule({
  name: 'platform/files',
  actions: [
    ...implement(files, { tables }, { upload, get, content }),
    ...implement(fileStore, { tables }, { store, claim }),
  ],
  jobs: sweepJobs,
  grants: { manager: uses, agent: uses, analyst: uses, client: uses },
})
