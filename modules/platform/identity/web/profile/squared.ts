// The middle of a picture as a small square, so that a photograph of a telephone is not sent whole.
const SIDE = 512

/** The file itself where the browser cannot read or draw it: the server says what is wrong with it. */
export async function squared(file: File): Promise<{ name: string; bytes: Blob }> {
  const whole = { name: file.name, bytes: file }
  try {
    const picture = await createImageBitmap(file)
    const side = Math.min(picture.width, picture.height)
    const canvas = Object.assign(document.createElement('canvas'), {
      width: Math.min(side, SIDE),
      height: Math.min(side, SIDE),
    })
    canvas
      .getContext('2d')!
      .drawImage(
        picture,
        (picture.width - side) / 2,
        (picture.height - side) / 2,
        side,
        side,
        0,
        0,
        canvas.width,
        canvas.height,
      )
    const bytes = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9))
    return bytes ? { name: `picture.${bytes.type.split('/')[1]!}`, bytes } : whole
  } catch {
    return whole
  }
}
