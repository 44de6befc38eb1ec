// Writing down a new deal.
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { CustomValues } from '#kernel/contract/index.ts'
import {
  CustomFields,
  EntityForm,
  type FieldControl,
  SideDrawer,
  useAddress,
  useMe,
  useT,
  withValue,
} from '#kernel/web/index.tsx'
import { Deal, deals } from '../contract.ts'

const FIELDS = [
  'title',
  'client',
  'contact',
  'amount',
  'currency',
  'expected_close',
  'owner',
  'source',
  'tags',
  'notes',
  'custom',
]

/** Opens the drawer over whatever page is shown. */
export function NewDealButton() {
  const t = useT()
  const { may } = useMe()
  const { setSearch } = useAddress()
  if (!may(deals.create.can)) return null
  return (
    <Button leftSection={<IconPlus size={16} stroke={1.5} />} onClick={() => setSearch({ new: 'yes' })}>
      {t('deal.new')}
    </Button>
  )
}

type Props = { pipeline?: string | undefined; client?: string | undefined }

export function NewDealDrawer(props: Props) {
  const t = useT()
  const { search, setSearch } = useAddress()
  return (
    <SideDrawer title={t('deal.new')} opened={search['new'] === 'yes'} onClose={() => setSearch({ new: undefined })}>
      <Form {...props} />
    </SideDrawer>
  )
}

function Form({ pipeline, client }: Props) {
  const t = useT()
  const { user } = useMe()
  const { go, setSearch } = useAddress()
  const [typed, setTyped] = useState<Record<string, unknown>>({})
  return (
    <EntityForm
      of={Deal}
      command={deals.create}
      fields={FIELDS}
      start={{ owner: user.id, ...(client ? { client } : {}) }}
      {...(pipeline ? { also: { pipeline } } : {})}
      submitLabel={t('do.create')}
      controls={{
        custom: ({ value, set, problem = null }: FieldControl) => (
          <CustomFields
            entity={Deal.name}
            size="md"
            record={typed}
            values={(value ?? {}) as CustomValues}
            problem={problem}
            onChange={(key, given) => set(withValue((value ?? {}) as CustomValues, key, given))}
          />
        ),
      }}
      onValues={setTyped}
      onDone={({ id }) => go(`/deals/${id}`)}
      onCancel={() => setSearch({ new: undefined })}
    />
  )
}
