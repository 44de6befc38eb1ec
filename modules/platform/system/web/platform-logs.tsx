import { logs, system } from '../contract.ts'
import { LogPage } from './log-page.tsx'

export default function PlatformLogs() {
  return <LogPage action={system.logs as typeof logs.list} title="menu.system_logs" text="logs.system_text" />
}
