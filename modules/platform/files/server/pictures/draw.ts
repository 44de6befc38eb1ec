// A process of its own that reads pictures of strangers: a crafted one can only end this process, which holds no
// secrets, no connections, and may write into one folder. Its parent is `draughtsman.ts`.
import { stat } from 'node:fs/promises'
import sharp from 'sharp'
import { MOST_FRAME_PIXELS, MOST_FRAMES, MOST_PIXELS } from './picture-size.ts'

/** `source` is a path; `clean` and `previews` are paths to write to, with the longer side of each. */
export type Order = { id: number; source: string; clean: string; previews: { path: string; side: number }[] }
export type Drawn = {
  id: number
  /** Why there are no pictures; null = there are. */
  failed: 'broken' | 'too_large' | null
  width: number
  height: number
  /** Whether a cleaned picture was written, which the original is to give way to. */
  cleaned: boolean
}

/** Of this whole process, in bytes. */
const MOST_MEMORY = Number(process.env['MOST_MEMORY'] ?? 512 * 1_048_576)
/** The longer side of what is kept of a photograph, in pixels. */
const LONGEST_SIDE = 4_096
const WATCH_MS = 25

sharp.concurrency(1)
sharp.cache(false)
// Pictures are unpacked on other threads: this one is free to look how much they take.
setInterval(() => {
  if (process.memoryUsage.rss() > MOST_MEMORY) process.exit(3)
}, WATCH_MS)
process.on('disconnect', () => process.exit(0))
process.on('message', (order: Order) => {
  void draw(order).then((drawn) => process.send!(drawn))
})

async function draw({ id, source, clean, previews }: Order): Promise<Drawn> {
  const answer = { id, failed: null, width: 0, height: 0, cleaned: false }
  try {
    const limits = { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true } as const
    const found = await sharp(source, limits).metadata()
    const { pages = 1, format } = found
    const pixels = found.width * found.height
    if (pixels > MOST_PIXELS || pages > MOST_FRAMES || pixels * pages > MOST_FRAME_PIXELS)
      return { ...answer, failed: 'too_large' }
    const turned = (found.orientation ?? 1) >= 5
    const [width, height] = turned ? [found.height, found.width] : [found.width, found.height]
    const all = { ...limits, animated: pages > 1, limitInputPixels: MOST_FRAME_PIXELS }
    let cleaned = false
    let seen = { width, height }
    const tells = found.exif ?? found.xmp ?? found.iptc ?? (found.comments?.length || found.orientation)
    const large = Math.max(width, height) > LONGEST_SIDE
    // A moving GIF carries no camera's notes and would only lose by being written anew.
    if (format !== 'gif' && (tells || large || (format === 'jpeg' && (await isHeavy(source, pixels))))) {
      const smaller = { width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true } as const
      const image = sharp(source, all).autoOrient().resize(smaller)
      const written = await (
        format === 'jpeg' ? image.jpeg({ quality: 85 }) : format === 'webp' ? image.webp({ quality: 85 }) : image.png()
      ).toFile(clean)
      seen = { width: written.width, height: written.pageHeight ?? written.height }
      cleaned = true
    }
    for (const { path, side } of previews)
      await sharp(source, limits)
        .autoOrient()
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 78 })
        .toFile(path)
    return { ...answer, ...seen, cleaned }
  } catch (error) {
    return { ...answer, failed: /pixel limit/.test(String(error)) ? 'too_large' : 'broken' }
  }
}

/** More than six bits a pixel: a photograph straight from a camera. */
const isHeavy = async (source: string, pixels: number) => (await stat(source)).size * 8 > pixels * 6
