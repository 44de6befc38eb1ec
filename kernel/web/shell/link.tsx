// A link inside the product: without a reload, with the page fetched ahead.
import { Link as RouterLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes } from 'react'

export type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  to: string
  ref?: React.Ref<HTMLAnchorElement>
}

export function Link({ to, ...rest }: LinkProps) {
  const [path = to, search] = to.split('?')
  const asked = search === undefined ? {} : { search: Object.fromEntries(new URLSearchParams(search)) }
  return <RouterLink to={path} preload="intent" {...(asked as object)} {...rest} />
}
