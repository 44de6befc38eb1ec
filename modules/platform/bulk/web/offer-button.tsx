// What opens the choice of an offer. A popover hands it its own attributes and a place to stand by.
import { Button, type ButtonProps } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import type { Offer } from '../contract.ts'

type Props = ButtonProps & ComponentProps<'button'> & { offer: Offer; isPending: boolean }

export const OfferButton = ({ offer, isPending, ...given }: Props) => (
  <Button
    {...given}
    size="compact-sm"
    variant="default"
    disabled={isPending}
    rightSection={<IconChevronDown size={14} stroke={1.5} aria-hidden="true" />}
  >
    {offer.label}
  </Button>
)
