// The component library, dressed: our type, measures, colours and manners.
import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
  rem,
} from '@mantine/core'
import { shadesOf, variablesOf } from './brand.ts'
import classes from './theme.module.css'

const SLATE: MantineColorsTuple = [
  '#f8fafc',
  '#f1f4f8',
  '#e3e8ef',
  '#cbd5e1',
  '#94a3b8',
  '#64748b',
  '#475569',
  '#334155',
  '#1e293b',
  '#0f172a',
]
const NIGHT: MantineColorsTuple = [
  '#e6eaf0',
  '#aeb9c9',
  '#8b98ab',
  '#5d6b7e',
  '#364252',
  '#232c39',
  '#1a212c',
  '#131820',
  '#0f141b',
  '#0d1117',
]

const FONTS = `'Inter Variable', 'Noto Sans Arabic', system-ui, -apple-system, 'Segoe UI', sans-serif`

/** The theme for an organisation's brand colour (`#rrggbb`). */
export function themeOf(brand?: string): MantineThemeOverride {
  return createTheme({
    primaryColor: 'accent',
    primaryShade: { light: 6, dark: 6 },
    colors: { accent: shadesOf(brand) as unknown as MantineColorsTuple, gray: SLATE, dark: NIGHT },
    black: '#111827',
    autoContrast: true,
    fontFamily: FONTS,
    fontFamilyMonospace: `ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, monospace`,
    fontSizes: { xs: rem(12), sm: rem(14), md: rem(16), lg: rem(18), xl: rem(20) },
    lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.55', xl: '1.4' },
    spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
    radius: { xs: rem(4), sm: rem(6), md: rem(8), lg: rem(12), xl: rem(16) },
    defaultRadius: 'sm',
    headings: {
      fontWeight: '600',
      sizes: { h1: { fontSize: rem(20) }, h2: { fontSize: rem(16) }, h3: { fontSize: rem(14) } },
    },
    shadows: { xs: 'none', sm: 'none', md: 'var(--wn-shadow)', lg: 'var(--wn-shadow)', xl: 'var(--wn-shadow)' },
    cursorType: 'pointer',
    respectReducedMotion: true,
    // Plain objects, not `Component.extend(…)`: the theme is on every page, most of these components are not.
    components: {
      // Said, so that style sheets can tell it.
      Button: { defaultProps: { size: 'sm', variant: 'filled' }, classNames: { root: classes['button']! } },
      ActionIcon: {
        defaultProps: { variant: 'subtle', color: 'gray', size: 'md' },
        classNames: { root: classes['icon']! },
      },
      Badge: { classNames: { label: classes['badge']! } },
      Input: { classNames: { input: classes['input']! } },
      InputBase: { defaultProps: { size: 'sm' } },
      InputWrapper: {
        classNames: { label: classes['label']!, description: classes['description']!, error: classes['error']! },
      },
      Combobox: {
        defaultProps: { shadow: 'md', offset: 4, transitionProps: { duration: 0 } },
        classNames: { dropdown: classes['floating']!, option: classes['option']! },
      },
      Menu: {
        defaultProps: { shadow: 'md', offset: 4, transitionProps: { duration: 0 }, withInitialFocusPlaceholder: false },
        classNames: { dropdown: classes['floating']!, item: classes['item']!, itemSection: classes['itemSection']! },
      },
      Popover: {
        defaultProps: { shadow: 'md', transitionProps: { duration: 0 } },
        classNames: { dropdown: classes['floating']! },
      },
      Modal: {
        defaultProps: {
          centered: false,
          padding: 'xl',
          yOffset: '10vh',
          transitionProps: { duration: 140, transition: 'fade' },
          overlayProps: { backgroundOpacity: 0.35 },
        },
        classNames: { content: classes['sheet']!, header: classes['sheetHeader']!, title: classes['sheetTitle']! },
      },
      Drawer: {
        defaultProps: { padding: 'xl', transitionProps: { duration: 160 }, overlayProps: { backgroundOpacity: 0.35 } },
        classNames: { content: classes['side']!, header: classes['sheetHeader']!, title: classes['sheetTitle']! },
      },
      Skeleton: { defaultProps: { radius: 'sm' } },
    },
  })
}

// The library sets these per theme, so ours must stand there too.
const ours = {
  '--mantine-color-text': 'var(--wn-text)',
  '--mantine-color-body': 'var(--wn-surface)',
  '--mantine-color-dimmed': 'var(--wn-text-3)',
  '--mantine-color-placeholder': 'var(--wn-text-3)',
  '--mantine-color-default-border': 'var(--wn-line-strong)',
  '--mantine-color-default': 'var(--wn-surface)',
  '--mantine-color-default-hover': 'var(--wn-hover)',
  '--mantine-color-error': 'var(--wn-red-ink)',
  '--mantine-color-anchor': 'var(--wn-accent-text)',
  '--mantine-primary-color-filled': 'var(--wn-accent)',
  '--mantine-primary-color-filled-hover': 'var(--wn-accent-hover)',
  '--mantine-primary-color-light': 'var(--wn-accent-tint)',
  '--mantine-primary-color-light-color': 'var(--wn-accent-text)',
  '--mantine-color-accent-filled': 'var(--wn-accent)',
  '--mantine-color-accent-filled-hover': 'var(--wn-accent-hover)',
  '--mantine-color-accent-light': 'var(--wn-accent-tint)',
  '--mantine-color-accent-light-color': 'var(--wn-accent-text)',
}

/** The library's own variables, taken from ours, and the brand's in both themes. */
export const variablesFor =
  (brand?: string): CSSVariablesResolver =>
  () => ({
    variables: {},
    light: { ...ours, ...variablesOf(brand, 'light') },
    dark: { ...ours, ...variablesOf(brand, 'dark') },
  })
