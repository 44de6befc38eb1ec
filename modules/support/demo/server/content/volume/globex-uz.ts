import { commonSlots, type PhraseBank } from './phrases.ts'

export const globexUz: PhraseBank = {
  openings: ['Assalomu alaykum!', 'Salom.', 'Assalomu alaykum, hamkasblar.', 'Xayrli kun.', 'Xayrli tong!'],
  closings: [
    'Rahmat.',
    'Bugun javob bersangiz yaxshi boʻlardi.',
    'Rasmini yuboraman.',
    'Oldindan rahmat.',
    '{store}-doʻkon, {till}-kassa.',
    'Iltimos, yordam bering.',
  ],
  slots: {
    ...commonSlots,
    kkm: ['ATOL 30F', 'ATOL 91F', 'Shtrix-M', 'Evotor 7', 'Evotor 10'],
    card: ['Uzcard', 'Humo', 'Visa'],
    since: [
      'ertalabdan beri',
      'kechadan beri',
      'yangilanishdan keyin',
      'dushanbadan beri',
      'inventarizatsiyadan keyin',
    ],
    product: [
      '«Elektr choynak 1,7 l»',
      '«Koʻk termokrujka»',
      '«Pled 150×200»',
      '«Koʻk choy, 100 g»',
      '«Tova 26 sm»',
      '«Stol lampasi»',
      '«Paxmoq sochiq»',
    ],
    promised: ['kecha', 'dushanba kuni', 'chorshanba kuni', 'juma kuni', 'tushgacha'],
  },
  situations: [
    {
      category: 'tills.fiscal',
      titles: ['{kkm} xatosi {code}, {store}-doʻkon', '{till}-kassada smena yopilmayapti, {store}-doʻkon'],
      details: [
        '{till}-kassa, {kkm}. Smenani yopishda {code} xatosi chiqyapti, {since} shunday. Oxirgi marta {time} da urinib koʻrdik.',
      ],
    },
    {
      category: 'tills.fiscal',
      titles: ['{till}-kassa eski narxni uryapti, artikul {article}'],
      details: ['Artikul {article}: yorliqda bir narx, {till}-kassada boshqa narx. Xaridorlar norozi.'],
    },
    {
      category: 'tills.terminal',
      titles: ['Terminal {card} kartasini olmayapti, {till}-kassa, {store}-doʻkon'],
      details: [
        '{till}-kassadagi terminal {card} kartalariga «{code}» deb javob beryapti, boshqalari oʻtyapti. Oʻchirib yoqdik, foydasi boʻlmadi.',
      ],
    },
    {
      category: 'tills.terminal',
      titles: ['Karta bilan toʻlovda {code} kodi, chek {receipt}'],
      details: [
        '{soum} soʻmlik toʻlov {code} kodi bilan rad etildi, chek {receipt}. Xaridor pul yechilganini aytyapti.',
      ],
    },
    {
      category: 'stock.exchange',
      titles: ['Saytdagi qoldiq notoʻgʻri, artikul {article}'],
      details: ['Artikul {article}, {product}: omborda {count} dona, saytda nol. Iltimos, qoʻlda yangilab bering.'],
    },
    {
      category: 'stock.exchange',
      titles: ['{transfer} koʻchirish hujjati koʻrinmayapti'],
      details: [
        '{transfer} hujjatini joʻnatuvchi oʻtkazgan, lekin bizda koʻrinmayapti. Tovar javonda turibdi, sota olmayapmiz.',
      ],
    },
    {
      category: 'stock.exchange',
      titles: ['1C almashinuvi {since} toʻxtagan, {store}-doʻkon'],
      details: [
        '{store}-doʻkonda almashinuv {since} oʻtmayapti, jurnalda {code} xatosi. Oxirgi yuklash {time} da boʻlgan.',
      ],
    },
    {
      category: 'stock.labels',
      titles: ['{printer} boʻsh yorliq chiqaryapti, partiya {transfer}'],
      details: [
        '{printer} printeri {since} boʻsh yorliq chiqaryapti, lenta ham, rulon ham yangi. {count} ta quti kutib turibdi.',
      ],
    },
    {
      category: 'stock.labels',
      titles: ['Eski narxli yorliqlar: {count} dona, {store}-doʻkon'],
      details: [
        'Aksiya tugagach, {count} ta yorliq eski narx bilan chiqdi, masalan artikul {article}, {product}. Kassada narx toʻgʻri.',
      ],
    },
    {
      category: 'shop',
      titles: ['{order} buyurtma tasdiqlanmadi'],
      details: ['{order} buyurtma uchun {soum} soʻm {time} da yechildi, tasdiq kelmadi. Kabinetda ham koʻrinmayapti.'],
    },
    {
      category: 'shop',
      titles: ['{order} buyurtmaga promokod ishlamadi'],
      details: [
        'Xatdagi promokod ishlamadi, {order} buyurtma toʻliq narxda, {soum} soʻmga rasmiylashtirildi. Kod muddati tugamagan.',
      ],
    },
    {
      category: 'shop',
      titles: ['{order} buyurtmani {card} bilan toʻlab boʻlmayapti'],
      details: ['{order} buyurtmani toʻlashda sahifa yana savatga qaytaryapti. Boshqa brauzerda ham shunday.'],
    },
    {
      category: 'shop.delivery',
      titles: ['{order} buyurtmam qani', '{order} buyurtma {promised} kelishi kerak edi'],
      details: ['{order} buyurtma {promised} kelishi kerak edi, holati «Yoʻlda», hech kim qoʻngʻiroq qilmadi.'],
    },
    {
      category: 'shop.delivery',
      titles: ['{order} buyurtmada bitta tovar yoʻq'],
      details: ['{order} buyurtma qutisida {product} yoʻq ekan, artikul {article}. Quti yopiq edi.'],
    },
    {
      category: 'refunds',
      titles: ['{order} boʻyicha pul qaytmadi'],
      details: [
        '{order} buyurtma boʻyicha tovar {store}-doʻkonga qaytarilgan, chek {receipt}. {soum} soʻm {card} kartasiga hali tushmadi.',
      ],
    },
    {
      category: 'refunds',
      titles: ['{card} kartasiga {soum} soʻm qaytarish, chek {receipt}'],
      details: [
        '{product} singan holda keldi, {order} buyurtma. {soum} soʻmni qaytarib bering, almashtirish kerak emas.',
      ],
    },
  ],
}
