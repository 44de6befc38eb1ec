// Colour arithmetic: contrast as WCAG 2.2 defines it, and shades made from one colour.

type Rgb = readonly [number, number, number]

/** `#rrggbb` as three numbers from 0 to 255; null for anything else. */
export function rgbOf(hex: string): Rgb | null {
  const [, digits] = /^#([0-9a-f]{6})$/i.exec(hex) ?? []
  if (!digits) return null
  const value = Number.parseInt(digits, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

const hexOf = (rgb: Rgb): string =>
  `#${rgb
    .map((part) =>
      Math.round(Math.min(255, Math.max(0, part)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

/** Between two colours: 0 = the first, 1 = the second. */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [rgbOf(from), rgbOf(to)]
  if (!a || !b) return from
  return hexOf([0, 1, 2].map((part) => a[part]! + (b[part]! - a[part]!) * share) as unknown as Rgb)
}

function luminance(hex: string): number {
  const [r, g, b] = (rgbOf(hex) ?? [0, 0, 0]).map((part) => {
    const share = part / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((one, other) => other - one)
  return (light! + 0.05) / (dark! + 0.05)
}

/** The nearest colour, towards black or white, that reads on `ground` with the wanted contrast. */
export function readable(colour: string, ground: string, wanted = 4.5): string {
  const towards = luminance(ground) > 0.18 ? '#000000' : '#ffffff'
  for (let share = 0; share < 1; share += 0.02) {
    const candidate = mix(colour, towards, share)
    if (contrast(candidate, ground) >= wanted) return candidate
  }
  return towards
}
