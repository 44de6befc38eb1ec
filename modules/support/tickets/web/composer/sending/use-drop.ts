// The whole pane takes files: dropped anywhere on it, or pasted where no field takes them.
import { useEffect, useRef, useState } from 'react'
import { filesIn, pastedIn } from './attachments.ts'

/** `form` stands directly in the pane. Answers whether files are held over it. */
export function useDrop(
  form: React.RefObject<HTMLElement | null>,
  onFiles: (files: File[]) => void,
  pastedName: () => string,
): boolean {
  const [isOver, setOver] = useState(false)
  const take = useRef({ onFiles, pastedName })
  useEffect(() => {
    take.current = { onFiles, pastedName }
  })
  useEffect(() => {
    const pane = form.current?.parentElement
    if (!pane) return undefined
    const stop = new AbortController()
    const listen = <E extends 'dragover' | 'dragleave' | 'drop'>(name: E, hear: (event: DragEvent) => void) =>
      pane.addEventListener(name, hear, { signal: stop.signal })
    listen('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(true)
    })
    listen('dragleave', (event) => {
      if (!(event.relatedTarget instanceof Node && pane.contains(event.relatedTarget))) setOver(false)
    })
    listen('drop', (event) => {
      setOver(false)
      const files = filesIn(event.dataTransfer)
      if (files.length === 0) return
      event.preventDefault()
      take.current.onFiles(files)
    })
    const paste = (event: ClipboardEvent) => {
      const files = pastedIn(event.clipboardData, take.current.pastedName)
      if (files.length === 0 || event.defaultPrevented) return
      event.preventDefault()
      take.current.onFiles(files)
    }
    document.addEventListener('paste', paste, { signal: stop.signal })
    return () => stop.abort()
  }, [form])
  return isOver
}
