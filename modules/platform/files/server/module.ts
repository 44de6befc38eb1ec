import { component } from '#kernel/contract/index.ts'
import { implement, serverModule, tells } from '#kernel/server/module.ts'
import { linksWith } from '#kernel/server/http/bytes/links.ts'
import { File, fileChanged, fileInfected, fileRules, files, fileStore, links, Upload, uploads } from '../contract.ts'
import { infectedNotice } from '../contract/notices.ts'
import { checkJobs } from './check/check.ts'
import { claim, content, get, hold, release, store, upload, write } from './files.ts'
import { picturesService } from './pictures/make.ts'
import { create, remove, send, uploadOf } from './upload/resumable.ts'
import { rules } from './upload/rules.ts'
import { sweepJobs } from './sweep.ts'

const tables = [File] as const
const uses = { 'files.upload': 'own', 'files.read': 'own' } as const

export default serverModule({
  name: 'platform/files',
  component: component('files', { version: '1.0.0', always: true }),
  actions: [
    ...implement(files, { tables }, { upload, get, content }),
    ...implement(fileStore, { tables }, { store, write, claim, release, hold }),
    ...implement(uploads, { tables: [Upload] as const }, { create, get: uploadOf, send, remove }),
    ...implement(fileRules, { tables: [] }, rules),
    ...implement(
      links,
      { tables: [] },
      {
        create: async ({ platform, actor }, { path }) =>
          linksWith(platform.config.secretKey).sign(path, actor, Date.now()),
      },
    ),
  ],
  keepFiles: async ({ call }, ids) => void (await call(fileStore.claim, { ids: [...ids] })),
  jobs: [...sweepJobs, ...checkJobs],
  services: [picturesService],
  events: [fileChanged, fileInfected],
  tells: [
    tells(infectedNotice, async (_context, { file }) => {
      const told = { values: { name: file.name }, link: '/notifications' }
      return [
        ...(file.uploaded_by ? [{ ...told, to: [file.uploaded_by] }] : []),
        { ...told, to: { permission: 'files.govern' } },
      ]
    }),
  ],
  grants: { manager: uses, agent: uses, analyst: uses, client: uses, sales_manager: uses, seller: uses },
})
