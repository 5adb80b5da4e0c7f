"""Names written in the letters of the other language."""

from __future__ import annotations

_TO_RUSSIAN = (
    ("shch", "щ"), ("sch", "ш"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ph",
    "ф"), ("th", "т"), ("ck", "к"), ("yu", "ю"), ("ya", "я"), ("yo", "ё"), ("ye", "е"), ("ee", "и"),
    ("oo", "у"), ("qu", "кв"), ("x", "кс"), ("ia", "ия"), ("iy", "ий"), ("ey", "ей"), ("ay", "ай"),
    ("oy", "ой"), ("ew", "ью"), ("ai", "ай"), ("ll", "лл"),
)  # fmt: skip
_LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "абкдефгхижклмнопкрстуввкиз", strict=False))
_LETTERS["j"], _LETTERS["x"] = "дж", "кс"
_LATIN = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya"
_TO_ENGLISH = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", _LATIN.split(" "), strict=True))
KNOWN = {
    "john": "Джон", "mary": "Мэри", "peter": "Пётр", "michael": "Майкл", "jack": "Джек", "jane":
    "Джейн", "tom": "Том", "ann": "Анна", "anna": "Анна", "george": "Джордж", "james": "Джеймс",
    "william": "Уильям", "kate": "Катя", "katya": "Катя", "alexander": "Александр", "alexey": "Алексей",
    "andrey": "Андрей", "andrew": "Андрей", "sergey": "Сергей", "sergei": "Сергей", "dmitry": "Дмитрий",
    "dima": "Дима", "ivan": "Иван", "igor": "Игорь", "olga": "Ольга", "tatiana": "Татьяна", "natasha":
    "Наташа", "nastya": "Настя", "masha": "Маша", "misha": "Миша", "sasha": "Саша", "vanya": "Ваня",
    "petya": "Петя", "kolya": "Коля", "olya": "Оля", "tanya": "Таня", "lena": "Лена", "sveta": "Света",
    "vasya": "Вася", "maria": "Мария", "marina": "Марина", "elena": "Елена", "ekaterina": "Екатерина",
    "nikita": "Никита", "pavel": "Павел", "vladimir": "Владимир", "boris": "Борис", "denis": "Денис",
    "oleg": "Олег", "maxim": "Максим", "mikhail": "Михаил", "pushkin": "Пушкин", "tolstoy": "Толстой",
    "shakespeare": "Шекспир", "siberia": "Сибирь", "kiev": "Киев", "new york": "Нью-Йорк", "rome":
    "Рим", "greece": "Греция", "egypt": "Египет", "africa": "Африка", "asia": "Азия", "canada":
    "Канада", "ukraine": "Украина", "norway": "Норвегия", "sweden": "Швеция", "finland": "Финляндия",
    "poland": "Польша", "india": "Индия", "turkey": "Турция", "switzerland": "Швейцария", "austria":
    "Австрия", "prague": "Прага", "vienna": "Вена", "kremlin": "Кремль", "volga": "Волга", "baikal":
    "Байкал", "sochi": "Сочи", "google": "Google", "britain": "Великобритания", "scotland": "Шотландия",
    "ireland": "Ирландия", "mexico": "Мексика", "brazil": "Бразилия", "israel": "Израиль", "korea":
    "Корея", "belarus": "Беларусь", "georgia": "Грузия", "tokyo": "Токио", "beijing": "Пекин",
}  # fmt: skip


def to_russian(name: str) -> str:
    """A name in Cyrillic, by sound as far as letters tell it."""
    low = name.lower()
    if low in KNOWN:
        return KNOWN[low]
    result, at = "", 0
    while at < len(low):
        for sound, letters in _TO_RUSSIAN:
            if low.startswith(sound, at):
                result += letters
                at += len(sound)
                break
        else:
            result += _LETTERS.get(low[at], low[at])
            at += 1
    return result[:1].upper() + result[1:]


_ENGLISH = {russian.lower(): english.capitalize() for english, russian in reversed(KNOWN.items())}


def to_english(name: str) -> str:
    """A name in Latin letters."""
    low = name.lower()
    if low in _ENGLISH:
        return " ".join(part.capitalize() for part in _ENGLISH[low].split())
    text = low.replace("ий", "y") if low.endswith("ий") else low
    made = "".join(_TO_ENGLISH.get(sign, sign) for sign in text)
    return made[:1].upper() + made[1:]
