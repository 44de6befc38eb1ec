import { logs } from '../contract.ts'
import { LogPage } from './log-page.tsx'

export default function OwnLogs() {
  return <LogPage action={logs.list} title="menu.logs" text="logs.text" />
}
