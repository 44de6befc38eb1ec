// Builds the web client in a process of its own: the bundler's memory ends with it.
import { buildWeb } from './web-client.ts'

await buildWeb()
