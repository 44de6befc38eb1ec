// What of a trace its reader may see: values of fields that are hidden from them stay untold.
import type { Finding } from '../../contract.ts'

export function seenFinding(finding: Finding | null, hidden: ReadonlySet<string>): Finding | null {
  if (finding === null || hidden.size === 0) return finding
  if ('all' in finding) return { ...finding, all: finding.all.map((one) => seenFinding(one, hidden)!) }
  if ('any' in finding) return { ...finding, any: finding.any.map((one) => seenFinding(one, hidden)!) }
  const isHidden = finding.field.startsWith('custom.') && hidden.has(finding.field.slice('custom.'.length))
  return isHidden ? { ...finding, value: null } : finding
}
