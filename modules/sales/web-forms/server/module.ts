import { component } from '#kernel/contract/index.ts'
import { serverModule } from '#kernel/server/module.ts'
import { webFormGrants, webFormSubmitted } from '../contract.ts'
import { formActions } from './forms.ts'
import { publicActions } from './receive.ts'
import { submissionActions, sweepJob } from './submissions.ts'

export default serverModule({
  name: 'sales/web-forms',
  component: component('web-forms', { version: '1.0.0', needs: { clients: '^1.0.0' } }),
  actions: [...formActions, ...submissionActions, ...publicActions],
  events: [webFormSubmitted],
  jobs: [sweepJob],
  grants: webFormGrants,
})
