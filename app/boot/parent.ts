/**
 * Calls `onGone` once when npm, which started this process, is gone without having told it (kill -9): a server nobody
 * watches any more stops in good order. Does nothing when npm did not start it: a service manager's or shell's children
 * may well outlive them. Answers a function that ends the watch.
 */
export function watchParent(onGone: () => void, { env = process.env, everyMs = 500 } = {}): () => void {
  if (!env['npm_lifecycle_event']) return () => {}
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
