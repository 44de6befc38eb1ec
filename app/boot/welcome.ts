import type { Config } from '#kernel/server/config.ts'
import { spoken } from './progress.ts'

const DEMO_PEOPLE = ['admin', 'manager', 'agent', 'analyst', 'client', 'sales_manager', 'seller']

/** What a person sees when the platform is ready: where it is and how to get in. */
export function welcome(
  { publicUrl, roles, jobsPort }: Config,
  { demo, addresses, seconds }: { demo: boolean; addresses: readonly string[]; seconds: number },
): string {
  const web = roles.includes('web')
  const lines = ['', `WorkerNet is ready after ${spoken(seconds)}.`, '']
  if (web) lines.push(`  Open            ${publicUrl}`, `  API             ${publicUrl}/api/docs`)
  if (web && jobsPort) lines.push(`  Jobs            http://localhost:${jobsPort}`)
  for (const address of addresses) lines.push(`  Mail is taken   ${address}`)
  if (web && demo) {
    const people = DEMO_PEOPLE.map((person) => `${person}@acme.test`).join(', ')
    lines.push('', `  Demo sign-ins   ${people} (and the same @globex.test)`, '  Password        workernet-demo')
  }
  return [...lines, ''].join('\n')
}
