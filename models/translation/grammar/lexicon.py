"""The words that the grammar knows by itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Verb:
    """What somebody does.

    Attributes:
        en: base form.
        imperfective, perfective: Russian, "" for none.
        takes: kinds of things that may be the object, separated by blanks; "" for no object.
        case: which the object is in.
        en_preposition, ru_preposition: before the object.
    """

    en: str
    imperfective: str
    perfective: str = ""
    takes: str = ""
    case: str = "acc"
    en_preposition: str = ""
    ru_preposition: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by what they may stand for; a noun is (English, Russian)."""

    nouns: dict[str, tuple[tuple[str, str], ...]]
    adjectives: dict[str, tuple[tuple[str, str], ...]]
    verbs: tuple[Verb, ...]
    places: tuple[tuple[str, str, str, str], ...]
    """(English with preposition, Russian preposition, Russian noun, case)."""
    targets: tuple[tuple[str, str, str], ...]
    """Where one goes: (English with preposition, Russian preposition, Russian noun in the accusative)."""
    times: dict[str, tuple[tuple[str, str], ...]]
    trades: tuple[tuple[str, str], ...] = field(default=())
    people: tuple[tuple[str, str], ...] = field(default=())
    """First names."""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((en.strip(), ru.strip()) for en, ru in (item.split("=") for item in text.split(";")))


OWN = Lexicon(
    nouns={
        "person": _pairs(
            "brother=брат; sister=сестра; mother=мать; father=отец; friend=друг; teacher=учитель; "
            "doctor=врач; boy=мальчик; girl=девочка; neighbor=сосед; student=студент; "
            "grandmother=бабушка; grandfather=дедушка; son=сын; daughter=дочь; woman=женщина; "
            "man=мужчина; wife=жена; husband=муж; director=директор; guest=гость; artist=художник; "
            "driver=водитель"
        ),
        "animal": _pairs(
            "dog=собака; cat=кошка; horse=лошадь; bird=птица; cow=корова; bear=медведь; mouse=мышь; "
            "fish=рыба; wolf=волк; hare=заяц"
        ),
        "food": _pairs(
            "apple=яблоко; bread=хлеб; soup=суп; meat=мясо; salad=салат; cake=торт; cheese=сыр; "
            "porridge=каша; egg=яйцо; pizza=пицца; orange=апельсин"
        ),
        "drink": _pairs("water=вода; milk=молоко; tea=чай; juice=сок; wine=вино"),
        "text": _pairs(
            "book=книга; letter=письмо; newspaper=газета; magazine=журнал; story=рассказ; "
            "article=статья; poem=стихотворение"
        ),
        "thing": _pairs(
            "table=стол; lamp=лампа; car=машина; house=дом; window=окно; picture=картина; "
            "phone=телефон; key=ключ; bag=сумка; chair=стул; bicycle=велосипед; dress=платье; "
            "shirt=рубашка; computer=компьютер; ticket=билет; flower=цветок; gift=подарок; "
            "plate=тарелка; mirror=зеркало; map=карта; umbrella=зонт; hat=шляпа; coat=пальто; "
            "ball=мяч; box=коробка; knife=нож; sofa=диван"
        ),
        "view": _pairs(
            "film=фильм; match=матч; play=спектакль; exhibition=выставка; concert=концерт; "
            "photograph=фотография"
        ),
        "building": _pairs(
            "house=дом; school=школа; shop=магазин; theater=театр; museum=музей; hotel=гостиница; "
            "church=церковь; bridge=мост"
        ),
        "idea": _pairs(
            "question=вопрос; problem=проблема; answer=ответ; plan=план; word=слово; task=задача; "
            "song=песня; language=язык"
        ),
    },
    adjectives={
        "person": _pairs(
            "good=хороший; old=старый; young=молодой; kind=добрый; smart=умный; tall=высокий; "
            "happy=счастливый; strange=странный; famous=известный"
        ),
        "animal": _pairs(
            "big=большой; small=маленький; old=старый; white=белый; black=чёрный; "
            "beautiful=красивый; hungry=голодный; angry=злой"
        ),
        "thing": _pairs(
            "big=большой; small=маленький; old=старый; new=новый; beautiful=красивый; red=красный; "
            "white=белый; black=чёрный; expensive=дорогой; cheap=дешёвый; good=хороший; "
            "green=зелёный; blue=синий; heavy=тяжёлый; favorite=любимый"
        ),
        "food": _pairs("fresh=свежий; hot=горячий; cold=холодный; delicious=вкусный; sweet=сладкий"),
        "text": _pairs(
            "interesting=интересный; long=длинный; short=короткий; new=новый; old=старый; "
            "difficult=трудный; boring=скучный"
        ),
    },
    verbs=(
        Verb("read", "читать", "прочитать", "text"),
        Verb("write", "писать", "написать", "text"),
        Verb("eat", "есть", "съесть", "food"),
        Verb("drink", "пить", "выпить", "drink"),
        Verb("buy", "покупать", "купить", "thing food text drink"),
        Verb("see", "видеть", "увидеть", "person animal thing building"),
        Verb("love", "любить", "полюбить", "person animal food drink"),
        Verb("watch", "смотреть", "посмотреть", "view"),
        Verb("find", "находить", "найти", "thing animal text idea"),
        Verb("lose", "терять", "потерять", "thing text"),
        Verb("sell", "продавать", "продать", "thing food text"),
        Verb("help", "помогать", "помочь", "person", "dat"),
        Verb("wait", "ждать", "подождать", "person", "acc", "for"),
        Verb("know", "знать", "узнать", "person idea"),
        Verb("understand", "понимать", "понять", "person idea text"),
        Verb("draw", "рисовать", "нарисовать", "animal thing building"),
        Verb("meet", "встречать", "встретить", "person"),
        Verb("call", "звонить", "позвонить", "person", "dat"),
        Verb("look", "смотреть", "посмотреть", "person animal thing building", "acc", "at", "на"),
        Verb("think", "думать", "подумать", "person idea view", "pre", "about", "о"),
        Verb("talk", "говорить", "поговорить", "person", "ins", "with", "с"),
        Verb("be afraid", "бояться", "", "animal", "gen", "of"),
        Verb("open", "открывать", "открыть", "thing text"),
        Verb("cook", "готовить", "приготовить", "food"),
        Verb("forget", "забывать", "забыть", "thing idea text"),
        Verb("bring", "приносить", "принести", "thing food drink text"),
        Verb("remember", "помнить", "вспомнить", "person idea"),
        Verb("sleep", "спать"),
        Verb("work", "работать"),
        Verb("play", "играть"),
        Verb("live", "жить"),
        Verb("rest", "отдыхать", "отдохнуть"),
        Verb("sing", "петь", "спеть"),
        Verb("dance", "танцевать", "станцевать"),
        Verb("cry", "плакать", "заплакать"),
        Verb("laugh", "смеяться", "засмеяться"),
        Verb("walk", "гулять", "погулять"),
        Verb("stand", "стоять"),
        Verb("sit", "сидеть"),
    ),
    places=(
        ("in the garden", "в", "сад", "loc2"),
        ("at school", "в", "школа", "loct"),
        ("in the park", "в", "парк", "loct"),
        ("at home", "", "дома", ""),
        ("in the city", "в", "город", "loct"),
        ("in the kitchen", "на", "кухня", "loct"),
        ("on the street", "на", "улица", "loct"),
        ("in the forest", "в", "лес", "loc2"),
        ("in the room", "в", "комната", "loct"),
        ("at the factory", "на", "завод", "loct"),
        ("in the village", "в", "деревня", "loct"),
        ("at the station", "на", "вокзал", "loct"),
        ("in the library", "в", "библиотека", "loct"),
        ("under the tree", "под", "дерево", "ablt"),
        ("near the house", "около", "дом", "gent"),
        ("by the window", "у", "окно", "gent"),
    ),
    targets=(
        ("to school", "в", "школа"),
        ("to the shop", "в", "магазин"),
        ("to work", "на", "работа"),
        ("home", "", "домой"),
        ("to the theater", "в", "театр"),
        ("to the museum", "в", "музей"),
        ("to the station", "на", "вокзал"),
        ("to the cinema", "в", "кино"),
        ("to the park", "в", "парк"),
        ("to the concert", "на", "концерт"),
        ("to the library", "в", "библиотека"),
        ("to the market", "на", "рынок"),
        ("to Moscow", "в", "Москва"),
    ),
    times={
        "habit": _pairs(
            "every day=каждый день; often=часто; always=всегда; in the morning=утром; "
            "in the evening=вечером; rarely=редко"
        ),
        "past": _pairs(
            "yesterday=вчера; last year=в прошлом году; on Saturday=в субботу; "
            "last week=на прошлой неделе; in summer=летом; two days ago=два дня назад"
        ),
        "future": _pairs(
            "tomorrow=завтра; soon=скоро; in an hour=через час; next year=в следующем году; "
            "in the evening=вечером; on Monday=в понедельник"
        ),
        "now": _pairs("now=сейчас"),
    },
    trades=_pairs(
        "teacher=учитель; doctor=врач; student=студент; director=директор; artist=художник; "
        "driver=водитель; writer=писатель; engineer=инженер; lawyer=юрист; singer=певец; "
        "cook=повар; journalist=журналист; programmer=программист; pilot=лётчик"
    ),
    people=_pairs(
        "Masha=Маша; Anna=Анна; Ivan=Иван; Olga=Ольга; Peter=Пётр; Vera=Вера; Sergey=Сергей; Nina=Нина"
    ),
)

IDIOMS = _pairs(
    "How are you?=Как дела?; What is your name?=Как тебя зовут?; It is raining.=Идёт дождь.; "
    "It is snowing.=Идёт снег.; It was raining.=Шёл дождь.; What time is it?=Который час?; "
    "How old are you?=Сколько тебе лет?; Never mind.=Ничего страшного.; "
    "Good morning!=Доброе утро!; Good night!=Спокойной ночи!; Good luck!=Удачи!; "
    "You are welcome.=Пожалуйста.; See you tomorrow!=До завтра!; "
    "Take your time.=Не торопись.; It is raining cats and dogs.=Льёт как из ведра.; "
    "Help yourself!=Угощайся!; I do not care.=Мне всё равно.; Hurry up!=Поторопись!; "
    "Of course.=Конечно.; Make yourself at home!=Будь как дома!; "
    "Long time no see!=Сколько лет, сколько зим!; Let us go!=Пойдём!; "
    "A friend in need is a friend indeed.=Друзья познаются в беде.; "
    "Better late than never.=Лучше поздно, чем никогда.; Do not worry.=Не волнуйся.; "
    "It does not matter.=Это не важно.; That is enough.=Хватит.; "
    "Happy birthday!=С днём рождения!; Break a leg!=Ни пуха ни пера!; "
    "He kicked the bucket.=Он сыграл в ящик.; It is a piece of cake.=Это проще простого.; "
    "I am sorry.=Мне жаль.; Excuse me!=Извините!; Come in!=Войдите!; "
    "I have a headache.=У меня болит голова.; I have a cold.=Я простудился.; "
    "I am cold.=Мне холодно.; I am hot.=Мне жарко.; I am bored.=Мне скучно.; "
    "She is twenty years old.=Ей двадцать лет.; I feel bad.=Мне плохо.; "
    "I am hungry.=Я голоден.; What happened?=Что случилось?; "
    "The early bird catches the worm.=Кто рано встаёт, тому бог подаёт.; "
    "I am at a loss.=Я в растерянности.; When pigs fly.=Когда рак на горе свистнет.; "
    "He pulled my leg.=Он меня разыграл.; Once in a blue moon.=Раз в год по обещанию.; "
    "It costs an arm and a leg.=Это стоит бешеных денег.; Time flies.=Время летит.; "
    "Once upon a time=Жили-были"
)
