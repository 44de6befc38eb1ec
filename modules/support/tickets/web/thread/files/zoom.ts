// How large a picture is shown and which part of it: plain arithmetic over pixels from the middle of the stage.

export type Zoom = { scale: number; x: number; y: number }
export type Size = { width: number; height: number }

export const WHOLE: Zoom = { scale: 1, x: 0, y: 0 }
export const LARGEST = 5

/** The picture `factor` times larger, with the point (from the middle of the stage) staying where it is. */
export function zoomed(zoom: Zoom, factor: number, point: { x: number; y: number }, stage: Size): Zoom {
  const scale = Math.min(LARGEST, Math.max(1, zoom.scale * factor))
  const grown = scale / zoom.scale
  return within({ scale, x: point.x - (point.x - zoom.x) * grown, y: point.y - (point.y - zoom.y) * grown }, stage)
}

export const moved = (zoom: Zoom, by: { x: number; y: number }, stage: Size): Zoom =>
  within({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y }, stage)

/** No further than its edges: a picture cannot be pushed out of sight. */
function within({ scale, x, y }: Zoom, { width, height }: Size): Zoom {
  const room = { x: (width * (scale - 1)) / 2, y: (height * (scale - 1)) / 2 }
  // Without the addition zero would come out as -0.
  return { scale, x: Math.min(room.x, Math.max(-room.x, x)) + 0, y: Math.min(room.y, Math.max(-room.y, y)) + 0 }
}
