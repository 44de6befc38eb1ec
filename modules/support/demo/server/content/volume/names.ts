// First names and surnames by language. Russian and Uzbek surnames stand in the masculine; `volume-person.ts` makes the feminine.

export type NameBank = { he: string[]; she: string[]; surnames: string[] }

const words = (text: string) => text.trim().split(/\s+/)

export const russianNames: NameBank = {
  he: words(`
    Александр Алексей Андрей Антон Артём Борис Вадим Валерий Виктор Владимир Геннадий Георгий Григорий Денис
    Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Максим Михаил Николай Олег Павел Роман Сергей Степан
    Тимур Фёдор Юрий Ярослав`),
  she: words(`
    Александра Алина Анастасия Анна Валентина Вера Вероника Галина Дарья Диана Евгения Екатерина Елена Жанна Зоя
    Инна Ирина Карина Кристина Лариса Людмила Маргарита Марина Мария Надежда Наталья Нина Оксана Ольга Полина
    Светлана София Татьяна Юлия`),
  surnames: words(`
    Абрамов Агафонов Алексеев Антонов Баранов Беляев Богданов Быков Васильев Виноградов Воробьёв Гаврилов
    Голубев Горбунов Громов Данилов Дмитриев Дорохов Ершов Жуков Захаров Зиновьев Ильин Калинин Карпов Ким
    Киселёв Ковалёв Коваленко Комаров Котов Крылов Кузнецов Лебедев Логинов Макаров Медведев Морозов Никитин
    Новиков Орлов Островский Пак Панин Петров Покровский Пономарёв Романов Савельев Семёнов Сидоров Соболев
    Соколов Степанов Тарасов Титов Тихонов Ушаков Федотов Филиппов Фролов Цой Чернышёв Шевченко Щербаков Юдин
    Яковлев`),
}

export const uzbekNames: NameBank = {
  he: words(`
    Abror Akmal Alisher Anvar Aziz Bahodir Bahrom Bekzod Botir Davron Dilshod Doniyor Elyor Farhod Gʻayrat Husan
    Ibrohim Jahongir Jamshid Jasur Kamol Laziz Mirzo Nodir Otabek Oʻtkir Qodir Rustam Sardor Sherzod Shuhrat
    Temur Ulugʻbek Zafar`),
  she: words(`
    Aziza Barno Charos Dildora Dilfuza Dilnoza Durdona Feruza Gavhar Gulchehra Gulnora Hilola Iroda Kamola Lola
    Madina Malika Maftuna Mohira Munisa Nargiza Nigora Nilufar Nodira Oydin Oygul Ozoda Sevara Shahnoza Umida
    Yulduz Zarina Zilola Zulfiya`),
  surnames: words(`
    Abdullayev Abdurahmonov Ahmedov Aliyev Azimov Botirov Davronov Ergashev Fayziyev Gʻaniyev Gʻulomov Hamidov
    Haydarov Ibragimov Ismoilov Jalolov Joʻrayev Karimov Komilov Mahmudov Mirzayev Muminov Nazarov Normatov
    Olimov Ortiqov Qodirov Qosimov Qurbonov Rahimov Rashidov Roʻziyev Saidov Salimov Shodiyev Sobirov Sultonov
    Tursunov Toshmatov Toʻxtayev Umarov Usmonov Valiyev Xoliqov Yoʻldoshev Yusupov Zokirov Alizoda Komilzoda`),
}

export const englishNames: NameBank = {
  he: words(`
    Adam Andrew Ben Charles Daniel David Edward George Harry Henry Jack James John Joseph Liam Luke Mark Matthew
    Michael Nathan Oliver Oscar Patrick Peter Robert Samuel Simon Thomas William`),
  she: words(`
    Abigail Alice Amelia Anna Beth Charlotte Chloe Claire Eleanor Ellen Emily Emma Eva Fiona Grace Hannah Helen
    Jane Julia Kate Laura Lucy Maria Megan Olivia Rachel Rose Sarah Sophie`),
  surnames: words(`
    Adams Allen Baker Barnes Bell Bennett Brown Carter Clark Collins Cooper Davies Edwards Evans Fisher Foster
    Gray Green Hall Harris Hill Hughes Jackson Jones Kelly King Lewis Marshall Martin Miller Mitchell Moore
    Morgan Murray Nair O’Brien Okafor Palmer Parker Patel Phillips Price Reid Roberts Scott Shaw Singh Smith
    Stewart Taylor Thompson Turner Walker Ward Watson White Wilson Wood Wright Young`),
}
