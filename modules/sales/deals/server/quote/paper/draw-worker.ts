// The thread that draws one sheet and ends.
import { parentPort, workerData } from 'node:worker_threads'
import { draw } from './draw.ts'
import type { Sheet } from './sheet.ts'

const bytes = await draw(workerData as Sheet)
parentPort!.postMessage(bytes)
