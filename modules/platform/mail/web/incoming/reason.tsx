import { useHasText, useT } from '#kernel/web/index.tsx'

/** Why a mail is where it is, in words; a word that has no text yet is shown as it is. */
export function Reason({ of }: { of: string | null }) {
  const t = useT()
  const has = useHasText()
  if (of === null) return <>{'—'}</>
  const key = `mail_reason.${of}`
  return <>{has(key) ? t(key) : of}</>
}
