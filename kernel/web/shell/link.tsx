// A link inside the product: without a reload, with the page fetched ahead.
import { Link as RouterLink, useRouter } from '@tanstack/react-router'
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

/** A link in a row of a long list: the router's own watches every step of the address, and scrolling draws hundreds of them. */
export function RowLink({ to, onClick, ...rest }: LinkProps) {
  const router = useRouter()
  return (
    <a
      href={to}
      {...rest}
      onPointerDown={() => void router.preloadRoute({ to: to.split('?')[0] }).catch(() => undefined)}
      onClick={(event) => {
        onClick?.(event)
        const isForBrowser = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
        if (event.defaultPrevented || isForBrowser) return
        event.preventDefault()
        router.history.push(to)
      }}
    />
  )
}
