// How large a picture is when it is unpacked, by its head alone: nothing is decoded to find out.

/** More pixels than any telephone's camera makes; unpacked they take four bytes each. */
export const MOST_PIXELS = 120_000_000
export const MOST_FRAMES = 500
/** All frames of a moving picture together. */
export const MOST_FRAME_PIXELS = 600_000_000

export type PictureSize = { width: number; height: number }

/** PNG, GIF, WebP and JPEG as their formats have it; null for what is none of these or does not say so early. */
export function pictureSize(head: Uint8Array): PictureSize | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  try {
    return png(bytes) ?? gif(bytes) ?? webp(bytes) ?? jpeg(bytes)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

const png = (b: Buffer) =>
  b.toString('latin1', 1, 4) === 'PNG' && b.toString('latin1', 12, 16) === 'IHDR'
    ? { width: b.readUInt32BE(16), height: b.readUInt32BE(20) }
    : null

const gif = (b: Buffer) =>
  b.toString('latin1', 0, 4) === 'GIF8' ? { width: b.readUInt16LE(6), height: b.readUInt16LE(8) } : null

function webp(b: Buffer): PictureSize | null {
  if (b.toString('latin1', 0, 4) !== 'RIFF' || b.toString('latin1', 8, 12) !== 'WEBP') return null
  const kind = b.toString('latin1', 12, 16)
  if (kind === 'VP8X') return { width: 1 + b.readUIntLE(24, 3), height: 1 + b.readUIntLE(27, 3) }
  if (kind === 'VP8 ') return { width: b.readUInt16LE(26) & 0x3fff, height: b.readUInt16LE(28) & 0x3fff }
  const bits = b.readUInt32LE(21)
  return kind === 'VP8L' ? { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) } : null
}

/** Walks the segments to the frame header (SOF0 … SOF15 without the tables among them). */
function jpeg(b: Buffer): PictureSize | null {
  if (b.readUInt16BE(0) !== 0xffd8) return null
  let at = 2
  for (;;) {
    if (b[at] !== 0xff) return null
    const marker = b.readUInt8(at + 1)
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { width: b.readUInt16BE(at + 7), height: b.readUInt16BE(at + 5) }
    at += 2 + b.readUInt16BE(at + 2)
  }
}
