import { commonSlots, type PhraseBank } from './phrases.ts'

export const globexEn: PhraseBank = {
  openings: ['Hello,', 'Hi,', 'Good morning,', 'Hi team,', 'Dear Globex,', 'Good afternoon,'],
  closings: [
    'Thank you.',
    'Please reply today if you can.',
    'A photo can be sent.',
    'Many thanks for your help.',
    'Store {store}, till {till}.',
    'Looking forward to your answer.',
  ],
  slots: {
    ...commonSlots,
    kkm: ['ATOL 30F', 'ATOL 91F', 'Shtrikh-M', 'Evotor 7', 'Evotor 10'],
    since: [
      'since this morning',
      'since yesterday',
      'since the update',
      'since Monday',
      'after a restart',
      'since the stock-take',
    ],
    product: [
      'the electric kettle',
      'the blue travel mug',
      'the 150×200 blanket',
      'the set of knives',
      'the green tea',
      'the frying pan',
      'the desk lamp',
      'the folding chair',
    ],
    promised: ['yesterday', 'for Monday', 'for Wednesday', 'for Friday', 'before noon'],
  },
  situations: [
    {
      category: 'tills.fiscal',
      titles: ['{kkm} shows error {code}, store {store}', 'Till {till} in store {store} cannot close the shift'],
      details: [
        'Till {till} ({kkm}) shows error {code} when the shift is closed. It has been like this {since}, last tried at {time}.',
      ],
    },
    {
      category: 'tills.fiscal',
      titles: ['Till {till} charges the old price, article {article}'],
      details: ['The shelf says one price for article {article} and till {till} charges another. Customers notice.'],
    },
    {
      category: 'tills.terminal',
      titles: ['Card terminal refuses {card}, till {till}, store {store}'],
      details: [
        'The terminal at till {till} answers “{code}” to {card} cards, all others work. A restart changed nothing.',
      ],
    },
    {
      category: 'tills.terminal',
      titles: ['Code {code} on a card payment, receipt {receipt}'],
      details: ['A payment was refused with code {code}, receipt {receipt}, but the customer says the money is gone.'],
    },
    {
      category: 'stock.exchange',
      titles: ['Stock differs from the site, article {article}'],
      details: [
        'Article {article}, {product}: the warehouse has {count} pieces and the site shows none. Please refresh it by hand.',
      ],
    },
    {
      category: 'stock.exchange',
      titles: ['Transfer {transfer} has not arrived in 1C'],
      details: [
        'Document {transfer} was posted by the sender and cannot be seen by the receiver. The goods are already on the shelf.',
      ],
    },
    {
      category: 'stock.exchange',
      titles: ['Our price file is rejected with code {code}, order {order}'],
      details: [
        'The price file for order {order} was refused at {time} with code {code}. The line it names holds article {article} and looks right to us.',
      ],
    },
    {
      category: 'stock.labels',
      titles: ['{printer} prints empty labels, batch {transfer}'],
      details: [
        'The {printer} has printed empty labels {since}, with a new ribbon and a new roll. There are {count} boxes waiting.',
      ],
    },
    {
      category: 'stock.labels',
      titles: ['Pallet label rejected, delivery {transfer}'],
      details: [
        'The warehouse refused {count} boxes of delivery {transfer}, article {article}, because the pallet label could not be read. Please send a label that you do accept.',
      ],
    },
    {
      category: 'shop',
      titles: ['No confirmation for order {order}'],
      details: [
        'Order {order} was paid at {time} and no confirmation has come. The account page does not show it either.',
      ],
    },
    {
      category: 'shop',
      titles: ['Discount code not applied to order {order}'],
      details: [
        'The code from your letter was refused and order {order} was charged in full. The code is still valid.',
      ],
    },
    {
      category: 'shop',
      titles: ['Cannot pay for order {order} with {card}'],
      details: ['Paying for order {order} leads back to the cart. Another browser behaves the same.'],
    },
    {
      category: 'shop.delivery',
      titles: ['Where is my order {order}?', 'Order {order} was promised {promised}'],
      details: ['Order {order} was promised {promised}. It is still “in transit” and nobody has called.'],
    },
    {
      category: 'shop.delivery',
      titles: ['An item is missing from order {order}'],
      details: ['The parcel of order {order} came without {product}, article {article}. The box was sealed.'],
    },
    {
      category: 'refunds',
      titles: ['Refund for order {order} has not arrived'],
      details: [
        'The goods from order {order} were returned to store {store}, receipt {receipt}. The money has not reached the {card} card.',
      ],
    },
    {
      category: 'refunds',
      titles: ['Refund of {soum} soʻm to {card}, receipt {receipt}'],
      details: [
        'Please refund {soum} soʻm for order {order}: {product} arrived broken, and a replacement is not needed.',
      ],
    },
  ],
}
