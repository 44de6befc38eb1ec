// Before each test file of the web: what Mantine asks of a browser and happy-dom has not, and a clean page after each test.
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// A page's code may be read for the first time while other work has the processor.
configure({ asyncUtilTimeout: 4_000 })
afterEach(cleanup)

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Element.prototype.scrollIntoView ??= () => {}
if (!document.fonts) Object.defineProperty(document, 'fonts', { value: new EventTarget() })
