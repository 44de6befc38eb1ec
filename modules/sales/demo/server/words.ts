// What a tenant that sells would have written down.
export const STATUSES = [
  ['Новый', 'blue'],
  ['В работе', 'yellow'],
  ['Активный', 'green'],
  ['На паузе', 'gray'],
  ['Потерян', 'red'],
] as const
export const SOURCES = [
  ['Сайт', 'blue'],
  ['Рекомендация', 'green'],
  ['Выставка', 'violet'],
  ['Холодный звонок', 'gray'],
] as const

export const NOTES = [
  { kind: 'note', text: 'Просили коммерческое предложение на 50 номеров и второй канал.' },
  {
    kind: 'call',
    text: 'Перезвонить в понедельник после обеда.',
    call: { direction: 'out', outcome: 'reached', minutes: 6 },
  },
  { kind: 'note', text: 'Договор с прежним провайдером кончается в марте.' },
  { kind: 'call', text: '', call: { direction: 'out', outcome: 'no_answer', minutes: null } },
  { kind: 'note', text: 'Oylik toʻlov boʻyicha chegirma soʻradi.' },
] as const
