// The accent of an organisation: any colour they choose, corrected so that it can be read in both themes.
import { contrast, mix, readable, rgbOf } from './colour.ts'

export const INDIGO = '#4f46e5'

export type Accent = { accent: string; hover: string; text: string; tint: string; line: string; on: string }
export type Scheme = 'light' | 'dark'

const GROUNDS = { light: '#ffffff', dark: '#131820' } as const

/** The accent's shades for a theme: a fill with text on it, a text colour, a tint behind what is chosen, a line. */
export function accentOf(brand: string | undefined, scheme: Scheme): Accent {
  const colour = brand && rgbOf(brand) ? brand : INDIGO
  const ground = GROUNDS[scheme]
  // White on the fill, always: a product where some tenants' buttons have black words looks like two products.
  const base = scheme === 'dark' ? mix(colour, '#ffffff', 0.08) : colour
  const accent = readable(base, '#ffffff', 4.5)
  return {
    accent,
    hover:
      scheme === 'dark' && contrast(mix(accent, '#ffffff', 0.1), '#ffffff') >= 4
        ? mix(accent, '#ffffff', 0.1)
        : mix(accent, '#000000', 0.14),
    text: readable(
      mix(colour, scheme === 'dark' ? '#ffffff' : '#000000', scheme === 'dark' ? 0.45 : 0.08),
      scheme === 'dark' ? '#1a212c' : '#eef2f7',
      4.5,
    ),
    tint: mix(ground, colour, scheme === 'dark' ? 0.18 : 0.09),
    line: mix(ground, colour, scheme === 'dark' ? 0.45 : 0.3),
    on: '#ffffff',
  }
}

/** Ten shades, lightest first, as the component library wants them; the seventh is the accent itself. */
export function shadesOf(brand: string | undefined): string[] {
  const { accent } = accentOf(brand, 'light')
  const lighter = [0.94, 0.86, 0.72, 0.56, 0.38, 0.18].map((share) => mix(accent, '#ffffff', share))
  const darker = [0.12, 0.26, 0.4].map((share) => mix(accent, '#000000', share))
  return [...lighter, accent, ...darker]
}

/** The variables of ui/tokens.css for a brand. */
export const variablesOf = (brand: string | undefined, scheme: Scheme): Record<string, string> => {
  const { accent, hover, text, tint, line, on } = accentOf(brand, scheme)
  return {
    '--wn-accent': accent,
    '--wn-accent-hover': hover,
    '--wn-accent-text': text,
    '--wn-accent-tint': tint,
    '--wn-accent-line': line,
    '--wn-on-accent': on,
  }
}
