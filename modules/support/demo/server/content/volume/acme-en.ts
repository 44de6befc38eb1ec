import { commonSlots, type PhraseBank } from './phrases.ts'

const streets = [
  'Navoi Street',
  'Babur Street',
  'Amir Temur Avenue',
  'Shota Rustaveli Street',
  'Mukimi Street',
  'Katartal Street',
  'Farhad Street',
  'Nukus Street',
  'Leninsky Prospekt',
  'Profsoyuznaya Street',
  'Borovskoye Highway',
  'Tverskaya Street',
]

export const acmeEn: PhraseBank = {
  openings: ['Hello,', 'Hi team,', 'Good morning,', 'Dear support,', 'Hi,', 'Good afternoon,'],
  closings: [
    'Thank you in advance.',
    'Please let me know what you need from us.',
    'A call back would be appreciated.',
    'Kind regards, account {account}.',
    'Our contract is {contract}.',
    'Happy to send screenshots.',
  ],
  slots: {
    ...commonSlots,
    address: (random) => `${random.whole(1, 140)} ${random.pick(streets)}`,
    since: [
      'since this morning',
      'since last night',
      'since Monday',
      'since the weekend',
      'since the power cut',
      'for two days now',
    ],
    when: ['in the evenings', 'every hour', 'at weekends', 'after lunch', 'during video calls', 'when it rains'],
    place: [
      'in the meeting room',
      'on the second floor',
      'at reception',
      'in the warehouse',
      'at home',
      'in the accounts office',
    ],
  },
  situations: [
    {
      category: 'internet.no_link',
      titles: [
        'No internet at {address}',
        'Red LOS light {since}, {address}',
        'Line down {since}, contract {contract}',
      ],
      details: [
        'We have had no connection {since}. The terminal shows a red LOS light and restarting did not help. The address is {address}.',
      ],
    },
    {
      category: 'internet.no_link',
      titles: ['Connection drops {when}, account {account}'],
      details: [
        'The line drops {when} for about ten minutes and comes back by itself. The log of the {router} shows the session closing at {time}.',
      ],
    },
    {
      category: 'internet.no_link',
      titles: ['No connection {place} {since}'],
      details: [
        'Nothing works {place}: no web, no mail. Cables are in place and the lights on the {router} look normal.',
      ],
    },
    {
      category: 'internet.slow',
      titles: ['Only {got} Mbit/s instead of {promised}, account {account}'],
      details: [
        'We pay for {promised} Mbit/s and measure {got} by cable. The result is the same at {time} and {when}.',
      ],
    },
    {
      category: 'internet.slow',
      titles: ['Ping of {ping} ms {when}', 'Packet loss of {loss} % {since}, {address}'],
      details: [
        'Packet loss reaches {loss} % and latency {ping} ms, so video calls are unusable {when}. An MTR report is available.',
      ],
    },
    {
      category: 'internet.router',
      titles: ['{router} restarts by itself {when}'],
      details: ['Our {router} restarts {when}. The power supply is the original one and the firmware is up to date.'],
    },
    {
      category: 'internet.router',
      titles: ['Weak Wi-Fi {place} with the {router}'],
      details: ['There is hardly any signal {place}. The {router} stands next to the front door and cannot be moved.'],
    },
    {
      category: 'internet.router',
      titles: ['Cannot open the settings of the {router}, account {account}'],
      details: [
        'The settings page of the {router} does not open, the browser gives up after a minute. The internet itself works.',
      ],
    },
    {
      category: 'telephony',
      titles: ['{phone} does not register, extension {extension}'],
      details: [
        'Extension {extension} on a {phone} has shown a registration error {since}. All other phones work and nobody changed the password.',
      ],
    },
    {
      category: 'telephony',
      titles: ['One-way audio on extension {extension} {since}'],
      details: [
        'Callers on extension {extension} can hear us but we cannot hear them. Nothing was changed on our PBX.',
      ],
    },
    {
      category: 'telephony',
      titles: ['Please add extension {extension} to contract {contract}'],
      details: [
        'Please add extension {extension} to our contract {contract}. The {phone} is already on the desk, we only need the registration data.',
      ],
    },
    {
      category: 'billing',
      titles: ['Wrong amount on invoice {invoice}'],
      details: [
        'Invoice {invoice} shows {soum} soʻm, which is more than contract {contract} says. Please check and send a corrected one.',
      ],
    },
    {
      category: 'billing',
      titles: ['Invoice {invoice} is missing from the portal'],
      details: ['Our accountant needs the documents for invoice {invoice}, and the portal does not offer them.'],
    },
    {
      category: 'billing',
      titles: ['Reconciliation statement for contract {contract}'],
      details: [
        'Please send a reconciliation statement for contract {contract} since January. The last invoice we paid is {invoice}.',
      ],
    },
    {
      category: 'billing.payments',
      titles: ['Payment of {soum} soʻm not credited, account {account}'],
      details: [
        'The payment of {soum} soʻm went through at {time}, receipt {receipt}, but the balance of account {account} has not changed.',
      ],
    },
    {
      category: 'billing.payments',
      titles: ['Charged twice, receipt {receipt}'],
      details: [
        'At {time} the card was charged {soum} soʻm, and a minute later the same again, receipt {receipt}. Account {account} shows one payment.',
      ],
    },
    {
      category: 'connection',
      titles: ['New line at {address}'],
      details: [
        'We would like a line at {address}. Is your network available there, and when could somebody come for the installation?',
      ],
    },
    {
      category: 'connection',
      titles: ['Moving our office to {address}, contract {contract}'],
      details: [
        'We are moving to {address} and would like to take the line and the phone numbers of contract {contract} with us.',
      ],
    },
  ],
}
