// What may be done with the records that are chosen: a button each, behind it a small menu.
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm, keyOf, toast, useCommand, useFormat, useMe, useT } from '#kernel/web/index.tsx'
import { bulk, type BulkBar, type Offer, PIECE } from '../contract.ts'
import { FieldsMenu } from './fields-menu.tsx'
import { OfferMenu } from './offer-menu.tsx'

type Chosen = { offer: Offer; value: string | null }

export default function Bar({ entity, selection, count, offers, onStarted }: BulkBar) {
  const t = useT()
  const me = useMe()
  const format = useFormat()
  const cache = useQueryClient()
  const [asked, ask] = useState<Chosen | null>(null)
  const starting = useCommand(bulk.start, {
    onDone: () => {
      void cache.invalidateQueries({ queryKey: keyOf(bulk.mine, {}) })
      onStarted()
    },
    onProblem: ({ code, params }) =>
      toast(
        t('bulk.not_started', { why: t(code === 'bulk_run.too_many' ? `problem.${code}` : 'bulk.why.other', params) }),
        {
          tone: 'problem',
        },
      ),
  })
  if (!me.may(bulk.start.can)) return null
  const start = ({ offer, value }: Chosen) => {
    ask(null)
    void starting.run({ entity, action: offer.action, input: offer.input(value), selection: { ...selection } as never })
  }
  // Many, and what takes records away, is asked about first.
  const choose = (chosen: Chosen) => (count > PIECE || chosen.offer.asks ? ask(chosen) : start(chosen))
  return (
    <>
      {offers
        .filter(({ can }) => me.may(can))
        .map((offer) =>
          offer.fields && offer.fields.length > 0 ? (
            <FieldsMenu
              key={offer.key}
              offer={offer}
              fields={offer.fields}
              isPending={starting.isPending}
              onChoose={(value) => choose({ offer, value })}
            />
          ) : offer.fields ? null : offer.options || offer.entity || offer.words ? (
            <OfferMenu
              key={offer.key}
              offer={offer}
              isPending={starting.isPending}
              onChoose={(value) => choose({ offer, value })}
            />
          ) : (
            <Button
              key={offer.key}
              size="compact-sm"
              variant="default"
              disabled={starting.isPending}
              onClick={() => choose({ offer, value: null })}
            >
              {offer.label}
            </Button>
          ),
        )}
      {asked && (
        <Confirm
          title={t('bulk.sure', { number: format.number(count) })}
          verb={asked.offer.label}
          onClose={() => ask(null)}
          onConfirm={() => start(asked)}
        >
          {t('bulk.sure_text')}
        </Confirm>
      )}
    </>
  )
}
