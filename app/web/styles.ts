// Order matters: the library's styles stand in a layer, below ours. A build takes those of each component with the
// component (vite.config.ts); while developing the library comes in one piece, and so do its styles.
import '@mantine/core/styles/baseline.layer.css'
import '@mantine/core/styles/default-css-variables.layer.css'
import '@mantine/core/styles/global.layer.css'
import '#ui/fonts.css'
import '#ui/tokens.css'
import '#ui/base.css'

if (import.meta.env.DEV) void import('@mantine/core/styles.layer.css')
