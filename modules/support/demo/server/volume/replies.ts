// What a desk and its customers write below any ticket: nothing here depends on what the ticket is about.
import type { VolumeLanguage } from '../content/volume/volume-ticket.ts'

type Replies = {
  /** The desk begins to work. */
  taken: readonly string[]
  /** The desk asks and waits. */
  asked: readonly string[]
  /** The customer answers. */
  answered: readonly string[]
  /** The desk is done. */
  solved: readonly string[]
  /** Said among colleagues. */
  noted: readonly string[]
}

export const replies: Record<VolumeLanguage, Replies> = {
  ru: {
    taken: [
      'Здравствуйте. Приняли в работу, вернёмся с ответом сегодня.',
      'Добрый день. Спасибо за подробное описание, проверяем со своей стороны.',
      'Здравствуйте. Передали специалистам, напишем, как только что-то узнаем.',
      'Добрый день. Видим проблему, занимаемся.',
      'Здравствуйте. Подняли историю по вашему обращению, нужен примерно час.',
    ],
    asked: [
      'Здравствуйте. Уточните, пожалуйста, когда это началось и повторяется ли сейчас.',
      'Добрый день. Пришлите, пожалуйста, снимок экрана с ошибкой.',
      'Здравствуйте. Подскажите удобное время и номер, по которому можно позвонить.',
      'Добрый день. Проверьте, пожалуйста, ещё раз и напишите, что получилось.',
      'Здравствуйте. Чтобы продолжить, нам нужно ваше подтверждение. Ждём ответа.',
    ],
    answered: [
      'Добрый день. Да, всё так же, ничего не изменилось.',
      'Началось вчера вечером, с тех пор повторяется.',
      'Звоните в любое время после десяти.',
      'Снимок сделаю вечером, сейчас нет под рукой.',
      'Хорошо, жду.',
      'Спасибо за быстрый ответ. Подтверждаю.',
    ],
    solved: [
      'Готово. Проверьте, пожалуйста; если что-то не так, просто ответьте на это письмо.',
      'Исправили. Приносим извинения за неудобства.',
      'Причину нашли и устранили. Повториться не должно.',
      'Сделали перерасчёт, он появится в течение дня.',
      'Вопрос решён, обращение закрываем. Хорошего дня!',
      'Настройки поправили, со своей стороны проверили: работает.',
    ],
    noted: [
      'Тот же случай, что на прошлой неделе, смотрите историю клиента.',
      'Позвонили, трубку не берут. Повторить после обеда.',
      'Клиент давний, просьба не тянуть.',
      'Со стороны подрядчика подтвердили, ждём от них акт.',
    ],
  },
  en: {
    taken: [
      'Hello. We are on it and will come back to you today.',
      'Good afternoon. Thank you for the details, we are checking on our side.',
      'Hello. This is with our engineers now; we will write as soon as we know more.',
      'Hi. We can see the problem and are working on it.',
    ],
    asked: [
      'Hello. Could you tell us when this began and whether it still happens?',
      'Good morning. Please send a screenshot of the error.',
      'Hello. Which number can we call, and at what time does it suit you?',
      'Hi. Please try once more and tell us what you see.',
    ],
    answered: [
      'Still the same, I am afraid.',
      'It began yesterday evening and has happened several times since.',
      'Any time after ten is fine.',
      'Thanks for the quick answer. Confirmed.',
      'All right, I will wait.',
    ],
    solved: [
      'Done. Please check, and simply reply here if anything is still wrong.',
      'Fixed. We are sorry for the trouble.',
      'We found the cause and removed it. It should not come back.',
      'The correction has been made and will show within a day.',
      'All settled on our side. Have a good day.',
    ],
    noted: [
      'Same as last week, see the history of this customer.',
      'Called, no answer. Try again after lunch.',
      'The contractor confirms; waiting for their paper.',
    ],
  },
  uz: {
    taken: [
      'Assalomu alaykum. Murojaatingizni ishga oldik, bugun javob beramiz.',
      'Xayrli kun. Batafsil yozganingiz uchun rahmat, tekshiryapmiz.',
      'Assalomu alaykum. Mutaxassislarga yetkazdik, yangilik boʻlishi bilan yozamiz.',
      'Xayrli kun. Muammoni koʻryapmiz, ustida ishlayapmiz.',
    ],
    asked: [
      'Assalomu alaykum. Bu qachon boshlandi va hozir ham takrorlanyaptimi?',
      'Xayrli kun. Iltimos, xatolik koʻringan ekran suratini yuboring.',
      'Assalomu alaykum. Qaysi raqamga va qachon qoʻngʻiroq qilsak boʻladi?',
      'Xayrli kun. Iltimos, yana bir bor tekshirib, natijasini yozing.',
    ],
    answered: [
      'Hali ham oʻsha ahvol, hech narsa oʻzgarmadi.',
      'Kecha kechqurun boshlandi, shundan beri takrorlanyapti.',
      'Soat oʻndan keyin istalgan vaqtda boʻladi.',
      'Tez javob uchun rahmat. Tasdiqlayman.',
      'Yaxshi, kutaman.',
    ],
    solved: [
      'Tayyor. Tekshirib koʻring, biror narsa notoʻgʻri boʻlsa, shu yerga yozing.',
      'Tuzatdik. Noqulaylik uchun uzr soʻraymiz.',
      'Sababi topildi va bartaraf etildi. Qaytarilmasligi kerak.',
      'Qayta hisob-kitob qilindi, kun davomida koʻrinadi.',
      'Masala hal boʻldi. Kuningiz xayrli oʻtsin.',
    ],
    noted: [
      'Oʻtgan haftadagi holat, mijoz tarixiga qarang.',
      'Qoʻngʻiroq qildik, javob yoʻq. Tushdan keyin yana urinib koʻring.',
      'Pudratchi tasdiqladi, hujjatini kutyapmiz.',
    ],
  },
}
