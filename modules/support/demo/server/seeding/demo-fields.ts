// Fields that the demo's desk added to its tickets.
import { stableId } from './ids.ts'

type Names = { ru: string; en: string; uz: string; ar: string }
const names = (ru: string, en: string, uz: string, ar: string): Names => ({ ru, en, uz, ar })

const plain = {
  entity: 'ticket',
  help: {},
  section: null,
  rules: {},
  options: [] as { key: string; labels: Names }[],
  required: false,
  searched: false,
  in_list: true,
  outsiders: 'none',
  seen_by: [],
  edited_by: [],
  shown_if: null as object | null,
  archived: false,
}

/** Where it happened, the serial number of what broke, and by when it is needed. */
export const demoFields = (seeded: string): object[] =>
  [
    {
      ...plain,
      key: 'site',
      type: 'dropdown',
      labels: names('Площадка', 'Site', 'Obyekt', 'الموقع'),
      options: [
        { key: 'office', labels: names('Офис', 'Office', 'Ofis', 'المكتب') },
        { key: 'warehouse', labels: names('Склад', 'Warehouse', 'Ombor', 'المستودع') },
        { key: 'shop', labels: names('Магазин', 'Shop', 'Doʻkon', 'المتجر') },
      ],
      filterable: true,
      slot: 'custom_t1',
      outsiders: 'fill',
    },
    {
      ...plain,
      key: 'serial_number',
      type: 'text',
      labels: names('Серийный номер', 'Serial number', 'Seriya raqami', 'الرقم التسلسلي'),
      rules: { max_length: 40 },
      filterable: true,
      slot: 'custom_t2',
      searched: true,
      outsiders: 'fill',
      shown_if: { field: 'custom.site', test: 'filled', values: [] },
    },
    {
      ...plain,
      key: 'needed_by',
      type: 'date',
      labels: names('Нужно к', 'Needed by', 'Qachongacha kerak', 'مطلوب قبل'),
      filterable: true,
      slot: 'custom_t3',
    },
  ].map((field, position) => ({
    ...field,
    id: stableId('acme', 'custom_field', field.key),
    created_at: seeded,
    updated_at: seeded,
    version: 1,
    position,
    ready: true,
  }))
