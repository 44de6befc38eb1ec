import { commonSlots, type PhraseBank } from './phrases.ts'

const streets = [
  'Navoiy koʻchasi',
  'Bobur koʻchasi',
  'Amir Temur shoh koʻchasi',
  'Muqimiy koʻchasi',
  'Qatortol koʻchasi',
  'Farhod koʻchasi',
  'Nukus koʻchasi',
  'Bunyodkor shoh koʻchasi',
  'Buyuk Ipak Yoʻli koʻchasi',
  'Shota Rustaveli koʻchasi',
  'Parkent koʻchasi',
  'Beshyogʻoch koʻchasi',
]

export const acmeUz: PhraseBank = {
  openings: ['Assalomu alaykum!', 'Assalomu alaykum, hurmatli xodimlar.', 'Salom.', 'Xayrli kun.', 'Xayrli tong!'],
  closings: [
    'Oldindan rahmat.',
    'Javobingizni kutaman.',
    'Iltimos, tezroq koʻrib chiqsangiz.',
    'Shaxsiy hisob: {account}.',
    'Hurmat bilan, {account}-abonent.',
    'Kechqurun uydaman, usta kelishi mumkin.',
  ],
  slots: {
    ...commonSlots,
    address: (random) => `${random.pick(streets)}, ${random.whole(1, 140)}-uy`,
    since: [
      'ertalabdan beri',
      'kechadan beri',
      'dushanbadan beri',
      'svet oʻchganidan keyin',
      'ikki kundan beri',
      'yomgʻirdan keyin',
    ],
    when: ['kechqurunlari', 'har soatda', 'dam olish kunlari', 'tushdan keyin', 'kechasi'],
    place: ['omborda', 'ikkinchi qavatda', 'buxgalteriyada', 'uyda', 'doʻkonda', 'qabulxonada'],
  },
  situations: [
    {
      category: 'internet.no_link',
      titles: [
        'Internet ishlamayapti: {address}',
        '{since} aloqa yoʻq, {address}',
        'LOS chirogʻi qizil, hisob {account}',
      ],
      details: [
        'Internet {since} ishlamayapti. Terminalda qizil LOS chirogʻi yonib turibdi, oʻchirib yoqish yordam bermadi. Manzil: {address}.',
      ],
    },
    {
      category: 'internet.no_link',
      titles: ['Internet {when} uzilib qoladi, shartnoma {contract}'],
      details: [
        'Aloqa {when} oʻn daqiqacha uzilib qoladi va oʻzi tiklanadi. {router} jurnalida uzilish vaqti {time} deb yozilgan.',
      ],
    },
    {
      category: 'internet.no_link',
      titles: ['{place} {since} aloqa yoʻq'],
      details: [
        '{place} hech narsa ochilmayapti: na saytlar, na pochta. Kabel joyida, {router} chiroqlari odatdagidek.',
      ],
    },
    {
      category: 'internet.slow',
      titles: ['Tezlik {promised} oʻrniga {got} megabit, hisob {account}'],
      details: [
        'Shartnoma boʻyicha {promised} megabit, kabel orqali oʻlchaganda {got} chiqyapti. {time} da ham natija oʻsha.',
      ],
    },
    {
      category: 'internet.slow',
      titles: ['Ping {ping} ms, {when} oʻynab boʻlmaydi', 'Paketlar yoʻqolishi {loss} %, {address}'],
      details: ['Paketlarning {loss} foizi yoʻqolyapti, kechikish {ping} ms. {when} videoqoʻngʻiroq qilib boʻlmaydi.'],
    },
    {
      category: 'internet.router',
      titles: ['{router} {when} oʻzi oʻchib yonadi'],
      details: ['{router} {when} oʻzi oʻchib yonadi. Quvvat bloki oʻziniki, dasturi yangilangan.'],
    },
    {
      category: 'internet.router',
      titles: ['Wi-Fi {place} yomon tortyapti, router {router}'],
      details: ['Signal {place} deyarli yoʻq. {router} eshik oldida turibdi, boshqa joyga koʻchirib boʻlmaydi.'],
    },
    {
      category: 'internet.router',
      titles: ['{router} sozlamalari ochilmayapti, hisob {account}'],
      details: [
        '{router} sozlamalari sahifasi ochilmayapti, brauzer kutish vaqti tugadi deydi. Internetning oʻzi ishlayapti.',
      ],
    },
    {
      category: 'telephony',
      titles: ['{phone} roʻyxatdan oʻtmayapti, ichki raqam {extension}'],
      details: [
        'Ichki raqam {extension}, apparat {phone}: {since} roʻyxatdan oʻtish xatosi chiqyapti. Boshqa telefonlar ishlayapti.',
      ],
    },
    {
      category: 'telephony',
      titles: ['{extension} raqamida ovoz bir tomonlama'],
      details: ['{extension} raqamida mijoz bizni eshitadi, biz uni eshitmaymiz. ATS sozlamalariga tegmaganmiz.'],
    },
    {
      category: 'telephony',
      titles: ['Yangi ichki raqam kerak: {extension}, shartnoma {contract}'],
      details: [
        'Bizga yana bitta ichki raqam kerak: {extension}. {phone} apparati sotib olingan, roʻyxatdan oʻtkazish maʼlumotlarini yuborsangiz.',
      ],
    },
    {
      category: 'billing',
      titles: ['{invoice} hisob-fakturada summa notoʻgʻri'],
      details: [
        '{invoice} hisob-fakturasida {soum} soʻm koʻrsatilgan, {contract} shartnomasi boʻyicha kamroq boʻlishi kerak. Tekshirib bersangiz.',
      ],
    },
    {
      category: 'billing',
      titles: ['{invoice} boʻyicha dalolatnoma kerak'],
      details: ['Buxgalteriya uchun {invoice} boʻyicha hujjatlar kerak, kabinetda koʻrinmayapti.'],
    },
    {
      category: 'billing.payments',
      titles: ['{soum} soʻm toʻlov tushmadi, hisob {account}'],
      details: [
        '{time} da {soum} soʻm toʻladim, chek raqami {receipt}. Pul yechildi, lekin {account} hisobida balans oʻzgarmadi.',
      ],
    },
    {
      category: 'billing.payments',
      titles: ['Pul ikki marta yechildi, chek {receipt}'],
      details: [
        '{time} da kartadan {soum} soʻm yechildi, bir daqiqadan keyin yana shuncha, chek {receipt}. {account} hisobida bitta toʻlov koʻrinyapti.',
      ],
    },
    {
      category: 'connection',
      titles: ['Yangi ulanish: {address}'],
      details: ['Internet oʻtkazmoqchimiz, manzil: {address}. Shu yerda tarmogʻingiz bormi va usta qachon kela oladi?'],
    },
    {
      category: 'connection',
      titles: ['Koʻchish: {address}, shartnoma {contract}'],
      details: [
        'Koʻchyapmiz, yangi manzil: {address}. {contract} shartnomasi boʻyicha internet va telefonni raqamni oʻzgartirmasdan koʻchirmoqchimiz.',
      ],
    },
  ],
}
