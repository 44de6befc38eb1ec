import { implement, serverModule } from '#kernel/server/module.ts'
import { linksWith } from '#kernel/server/http/bytes/links.ts'
import { File, files, fileStore, links } from '../contract.ts'
import { claim, content, get, store, upload } from './files.ts'
import { sweepJobs } from './sweep.ts'

const tables = [File] as const
const uses = { 'files.upload': 'own', 'files.read': 'own' } as const

export default serverModule({
  name: 'platform/files',
  actions: [
    ...implement(files, { tables }, { upload, get, content }),
    ...implement(fileStore, { tables }, { store, claim }),
    ...implement(
      links,
      { tables: [] },
      {
        create: async ({ platform, actor }, { path }) =>
          linksWith(platform.config.secretKey).sign(path, actor, Date.now()),
      },
    ),
  ],
  jobs: sweepJobs,
  grants: { manager: uses, agent: uses, analyst: uses, client: uses },
})
