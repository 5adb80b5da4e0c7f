"""Sentences: what is said of whom, written in both languages at once."""

from collections.abc import Callable, Iterator
from random import Random

from models.translation.corpus import Pair
from models.translation.grammar import forms
from models.translation.grammar.lexicon import IDIOMS, OWN, Lexicon, Verb
from models.translation.grammar.phrases import ANIMATE, Phrase, article, named, pronoun, subject, thing

Half = tuple[str, str]
"""A part of a sentence in English and in Russian."""
NUMBERS = (
    ("two", "два"),
    ("three", "три"),
    ("four", "четыре"),
    ("five", "пять"),
    ("six", "шесть"),
    ("ten", "десять"),
)
WISHES = (
    ("want to", "хотеть"),
    ("can", "мочь"),
    ("like to", "любить"),
    ("must", "должен"),
    ("need to", "нужно"),
)
WILL_BE = {
    (1, False): "буду", (2, False): "будешь", (3, False): "будет",
    (1, True): "будем", (2, True): "будете", (3, True): "будут",
}  # fmt: skip
LINKS = (("but", ", но"), ("and", " и"), ("because", ", потому что"), ("when", ", когда"), ("if", ", если"))


def be(who: Phrase, tense: str) -> str:
    """Return am, are, is, was or were."""
    if tense == "past":
        return "were" if who.plural or who.who == "you" else "was"
    if who.who == "i":
        return "am"
    return "are" if who.plural or who.who == "you" else "is"


def third(who: Phrase) -> bool:
    """Return whether the English verb takes an -s."""
    return who.person == 3 and not who.plural


def present(verb: str, who: Phrase) -> str:
    """Return the Russian present of somebody; the future with a perfective verb, and with "быть"."""
    if verb == "быть":
        return WILL_BE[who.person, who.plural]
    return forms.verb(verb, f"{who.person}per", "plur" if who.plural else "sing", "indc")


def past(verb: str, who: Phrase) -> str:
    """Return the Russian past of somebody."""
    return forms.verb(verb, "past", *(["plur"] if who.plural else ["sing", who.kind]))


class Writer:
    """Writes pairs.

    Args:
        random: Draws everything.
        lexicon: The words.
        idioms: Pairs that no rule makes.
    """

    def __init__(self, random: Random, lexicon: Lexicon = OWN, idioms: tuple[Half, ...] = IDIOMS) -> None:
        self.random, self.words, self.idioms = random, lexicon, idioms
        self.makers: dict[Callable[[], Half], float] = {
            self.acts: 8, self.is_such: 3, self.is_somebody: 1.5, self.there_is: 2, self.has: 3,
            self.likes: 1.5, self.wishes: 3, self.goes: 2, self.asks: 2.5, self.orders: 1,
            self.joined: 1.5, self.gives: 1,
            self.compares: 0.7, self.where: 1, self.idiom: 0.4, self.says: 1,
        }  # fmt: skip

    def pairs(self) -> Iterator[Pair]:
        """Yield pairs without end; what has no form is passed over."""
        while True:
            maker = self.random.choices(list(self.makers), list(self.makers.values()))[0]
            try:
                en, ru = maker()
            except ValueError:
                continue
            yield Pair(self._finish(en, "."), self._finish(ru, "."))

    @staticmethod
    def _finish(text: str, mark: str) -> str:
        text = (
            " ".join(text.split()).replace(" ,", ",").replace(" ?", "?").replace(" !", "!").replace(" .", ".")
        )
        return text[0].upper() + text[1:] + ("" if text[-1] in ".?!…" else mark)

    # ------------------------------------------------------------------ parts

    def _object(self, verb: Verb, owner: str) -> Half:
        if not verb.takes:
            return "", ""
        kind = self.random.choice(verb.takes.split())
        if kind == "person" and self.random.random() < 0.3:
            what = pronoun(self.random.choice(["i", "you", "he", "she", "they", "we"]))
            if what.who == owner:
                what = named(self.random, self.words)
        elif kind == "person" and self.random.random() < 0.3:
            what = named(self.random, self.words)
        else:
            what = thing(self.random, self.words, kind, owner=owner)
        before = verb.ru_preposition
        if before == "о" and what.ru(verb.case, True)[0] in "аиоуэ":
            before = "об"
        if before == "о" and what.who == "i":
            before = "обо"
        if before == "с" and what.who == "i":
            before = "со"
        return (
            f"{verb.en_preposition} {what.en_object}",
            f"{before} {what.ru(verb.case, bool(verb.ru_preposition))}",
        )

    def _place(self) -> Half:
        en, before, noun, case = self.random.choice(self.words.places)
        return en, f"{before} {forms.russian(noun, 'NOUN', 'sing', case) if case else noun}"

    def _deed(self, who: Phrase, tense: str, negated: bool) -> tuple[Half, Verb]:
        """Return the predicate without its object."""
        verb = self.random.choice(self.words.verbs)
        copula, _, rest = verb.en.partition(" ") if verb.en.startswith("be ") else ("", "", verb.en)
        no = "не " if negated else ""
        perfective = verb.perfective or ""
        match tense:
            case "past":
                ru = past(perfective if perfective and not negated else verb.imperfective, who)
                en = f"did not {verb.en}" if negated else forms.english(verb.en, "VBD")
                if copula:
                    en = f"{be(who, 'past')} {'not ' if negated else ''}{rest}"
            case "future":
                ru = present(perfective, who) if perfective else f"{present('быть', who)} {verb.imperfective}"
                en = f"will {'not ' if negated else ''}{verb.en}"
            case "now" if not copula and verb.en not in (
                "see",
                "love",
                "know",
                "understand",
                "remember",
                "forget",
            ):
                ru = present(verb.imperfective, who)
                en = f"{be(who, 'now')} {'not ' if negated else ''}{forms.english(verb.en, 'VBG')}"
            case _:
                ru = present(verb.imperfective, who)
                en = forms.english(verb.en, "VBZ") if third(who) else verb.en
                if negated:
                    en = f"{'does' if third(who) else 'do'} not {verb.en}"
                if copula:
                    en = f"{be(who, 'now')} {'not ' if negated else ''}{rest}"
        return (en, no + ru), verb

    # ------------------------------------------------------------------ sentences

    def acts(self) -> Half:
        """Somebody does something, somewhere, sometime."""
        random, who = self.random, subject(self.random, self.words)
        tense = random.choice(["past", "past", "future", "now", "habit", "habit"])
        (en, ru), verb = self._deed(who, tense, random.random() < 0.2)
        what = self._object(verb, who.who)
        where = self._place() if random.random() < (0.15 if verb.takes else 0.6) else ("", "")
        time = random.choice(self.words.times[tense]) if random.random() < 0.35 else ("", "")
        first = who.ru("nom", False)
        if tense == "habit" and time[0] in ("often", "always", "rarely"):
            if "not" in en.split() or en.startswith(("am ", "is ", "are ")):
                return f"{who.en} {en} {what[0]} {where[0]}", f"{first} {ru} {what[1]} {where[1]}"
            return (
                f"{who.en} {time[0]} {en} {what[0]} {where[0]}",
                f"{first} {time[1]} {ru} {what[1]} {where[1]}",
            )
        if time[1] and random.random() < 0.4:
            return (
                f"{time[0]} {who.en} {en} {what[0]} {where[0]}",
                f"{time[1]} {first} {ru} {what[1]} {where[1]}",
            )
        return (
            f"{who.en} {en} {what[0]} {where[0]} {time[0]}",
            f"{time[1]} {first} {ru} {what[1]} {where[1]}",
        )

    def is_such(self) -> Half:
        """Something is, or was, such."""
        random = self.random
        kind = random.choice(["person", "animal", "thing", "thing", "food", "text"])
        what = thing(
            random,
            self.words,
            kind,
            determiner=random.choice(["the", "this", "my", "your", "our", "his", "her"]),
        )
        en, ru = random.choice(self.words.adjectives[kind])
        very = ("very ", "очень ") if random.random() < 0.2 else ("", "")
        tense = random.choice(["now", "now", "past"])
        negated = random.random() < 0.15
        form = forms.adjective(ru, "ins" if tense == "past" else "nom", what.kind, False)
        link = past("быть", what) if tense == "past" else ""
        no = ("not ", "не ") if negated else ("", "")
        return (
            f"{what.en} {be(what, tense)} {no[0]}{very[0]}{en}",
            f"{what.ru('nom', False)} {no[1]}{link} {very[1]}{form}",
        )

    def is_somebody(self) -> Half:
        """Somebody is something by trade."""
        who = subject(self.random, self.words)
        if who.plural:
            who = pronoun("she")
        en, ru = self.random.choice(self.words.trades)
        tense = self.random.choice(["now", "past", "future"])
        start = who.ru("nom", False)
        if tense == "now":
            return f"{who.en} {be(who, 'now')} {article(en)}", f"{start} {'' if who.who else '— '}{ru}"
        trade = forms.noun(ru, "ins")
        if tense == "past":
            return f"{who.en} {be(who, 'past')} {article(en)}", f"{start} {past('быть', who)} {trade}"
        return f"{who.en} will be {article(en)}", f"{start} {present('быть', who)} {trade}"

    def there_is(self) -> Half:
        """Something is somewhere."""
        random = self.random
        what = thing(
            random, self.words, random.choice(["animal", "thing", "food", "building"]), determiner="a"
        )
        en, ru = self._place()
        tense = random.choice(["now", "past"])
        if random.random() < 0.2:
            link = "не было" if tense == "past" else "нет"
            bare = what.en.removeprefix("a ").removeprefix("an ")
            return f"there {be(what, tense)} no {bare} {en}", f"{ru} {link} {what.ru('gen', False)}"
        link = past("быть", what) if tense == "past" else "есть"
        return f"there {be(what, tense)} {what.en} {en}", f"{ru} {link} {what.ru('nom', False)}"

    def has(self) -> Half:
        """Somebody has something, several of it, or nothing."""
        random, who = self.random, subject(self.random, self.words)
        kind = random.choice(["person", "animal", "thing", "thing", "text", "idea"])
        at = f"у {who.ru('gen', True)}"
        draw = random.random()
        if draw < 0.25:
            number = random.choice(NUMBERS)
            en, ru = random.choice(self.words.nouns[kind])
            few = number[1] in ("два", "три", "четыре")
            count = "две" if number[1] == "два" and forms.gender(ru) == "femn" else number[1]
            noun = forms.noun(ru, "gen", "sing" if few else "plur")
            have = "has" if third(who) else "have"
            return f"{who.en} {have} {number[0]} {forms.english(en, 'NNS')}", f"{at} {count} {noun}"
        what = thing(random, self.words, kind, determiner="a")
        if draw < 0.45:
            en = f"{'does' if third(who) else 'do'} not have {what.en}"
            return f"{who.en} {en}", f"{at} нет {what.ru('gen', False)}"
        if draw < 0.6:
            return f"{who.en} had {what.en}", f"{at} {past('быть', what)} {what.ru('nom', False)}"
        return f"{who.en} {'has' if third(who) else 'have'} {what.en}", f"{at} есть {what.ru('nom', False)}"

    def likes(self) -> Half:
        """Somebody likes something: in Russian it pleases them."""
        random, who = self.random, subject(self.random, self.words)
        kind = random.choice(list(self.words.nouns))
        what = thing(random, self.words, kind, determiner=random.choice(["the", "this", "your", "his"]))
        negated = random.random() < 0.2
        to = who.ru("dat", False)
        if random.random() < 0.3:
            en = f"did not like {what.en}" if negated else f"liked {what.en}"
            return (
                f"{who.en} {en}",
                f"{to} {'не ' * negated}{past('понравиться', what)} {what.ru('nom', False)}",
            )
        en = f"{'does' if third(who) else 'do'} not like" if negated else "likes" if third(who) else "like"
        return (
            f"{who.en} {en} {what.en}",
            f"{to} {'не ' * negated}{present('нравиться', what)} {what.ru('nom', False)}",
        )

    def wishes(self) -> Half:
        """Somebody wants, can, must or needs to do something."""
        random, who = self.random, subject(self.random, self.words)
        verb = random.choice([verb for verb in self.words.verbs if not verb.en.startswith("be ")])
        what, (en, ru) = self._object(verb, who.who), random.choice(WISHES)
        negated = random.random() < 0.25
        infinitive = (
            verb.imperfective if en == "like to" or negated or not verb.perfective else verb.perfective
        )
        no = "не " if negated else ""
        if en in ("can", "must"):
            english = f"{en}{'not' if en == 'can' else ' not'}" if negated else en
        else:
            english = forms.english(en, "VBZ") if third(who) else en
            if negated:
                english = f"{'does' if third(who) else 'do'} not {en}"
        start = f"{who.ru('nom', False)} {no}{present(ru, who) if ru not in ('должен', 'нужно') else ''}"
        if ru == "должен":
            form = {"masc": "должен", "femn": "должна", "neut": "должно", "plur": "должны"}[who.kind]
            start = f"{who.ru('nom', False)} {no}{form}"
        if ru == "нужно":
            start = f"{who.ru('dat', False)} {no}нужно"
        return f"{who.en} {english} {verb.en} {what[0]}", f"{start} {infinitive} {what[1]}"

    def goes(self) -> Half:
        """Somebody goes somewhere."""
        random, who = self.random, subject(self.random, self.words)
        en, before, noun = random.choice(self.words.targets)
        place = noun if not before else forms.noun(noun.lower(), "acc")
        place = place.capitalize() if noun[0].isupper() else place
        tense = random.choice(["past", "now", "habit", "future"])
        time = random.choice(self.words.times[tense]) if random.random() < 0.4 else ("", "")
        if time[0] in ("often", "always", "rarely"):
            time = "", ""
        english = {
            "past": "went",
            "now": f"{be(who, 'now')} going",
            "habit": "goes" if third(who) else "go",
            "future": "will go",
        }[tense]
        russian = {
            "past": lambda: past("пойти", who),
            "now": lambda: present("идти", who),
            "habit": lambda: present("ходить", who),
            "future": lambda: present("пойти", who),
        }[tense]()
        return (
            f"{who.en} {english} {en} {time[0]}",
            f"{time[1]} {who.ru('nom', False)} {russian} {before} {place}",
        )

    def asks(self) -> Half:
        """Does somebody do something?"""
        random, who = self.random, subject(self.random, self.words)
        verb = random.choice([verb for verb in self.words.verbs if not verb.en.startswith("be ")])
        what = self._object(verb, who.who)
        word = random.choice([("", ""), ("", ""), ("why", "почему"), ("when", "когда"), ("where", "где")])
        if random.random() < 0.5:
            ru = past(verb.perfective or verb.imperfective, who)
            return (
                f"{word[0]} did {who.en} {verb.en} {what[0]}?",
                f"{word[1]} {who.ru('nom', False)} {ru} {what[1]}?",
            )
        ru = present(verb.imperfective, who)
        do = "does" if third(who) else "do"
        return (
            f"{word[0]} {do} {who.en} {verb.en} {what[0]}?",
            f"{word[1]} {who.ru('nom', False)} {ru} {what[1]}?",
        )

    def orders(self) -> Half:
        """Do something!"""
        verb = self.random.choice([verb for verb in self.words.verbs if not verb.en.startswith("be ")])
        what = self._object(verb, "you")
        negated = self.random.random() < 0.3
        ru = forms.verb(
            verb.imperfective if negated or not verb.perfective else verb.perfective, "impr", "sing", "excl"
        )
        please = (", please", ", пожалуйста") if self.random.random() < 0.4 else ("", "")
        no = ("do not ", "не ") if negated else ("", "")
        mark = "." if please[0] else "!"
        return f"{no[0]}{verb.en} {what[0]}{please[0]}{mark}", f"{no[1]}{ru} {what[1]}{please[1]}{mark}"

    def gives(self) -> Half:
        """Somebody gives somebody something."""
        random, who = self.random, subject(self.random, self.words)
        whom = (
            named(random, self.words)
            if random.random() < 0.4
            else thing(random, self.words, "person", owner=who.who)
        )
        what = thing(
            random,
            self.words,
            random.choice(["thing", "text", "food"]),
            determiner=random.choice(["a", "the"]),
        )
        en, ru = random.choice(
            [("gave", "дать"), ("showed", "показать"), ("sent", "послать"), ("brought", "принести")]
        )
        return (
            f"{who.en} {en} {whom.en_object} {what.en}",
            f"{who.ru('nom', False)} {past(ru, who)} {whom.ru('dat', False)} {what.ru('acc', False)}",
        )

    def compares(self) -> Half:
        """One thing is bigger than another."""
        kind = self.random.choice(["person", "thing", "animal"])
        pair = [
            thing(self.random, self.words, kind, determiner=d, plain=True)
            for d in self.random.sample(["the", "this", "my", "your", "our"], 2)
        ]
        en, ru = self.random.choice(
            [
                ("bigger", "больше"),
                ("older", "старше"),
                ("better", "лучше"),
                ("smaller", "меньше"),
                ("more beautiful", "красивее"),
            ]
        )
        return (
            f"{pair[0].en} is {en} than {pair[1].en}",
            f"{pair[0].ru('nom', False)} {ru}, чем {pair[1].ru('nom', False)}",
        )

    def where(self) -> Half:
        """Where is something? It is there."""
        random = self.random
        what = thing(
            random,
            self.words,
            random.choice(["person", "thing", "animal", "text"]),
            determiner=random.choice(["the", "my", "your"]),
        )
        if random.random() < 0.4:
            return f"where {be(what, 'now')} {what.en}?", f"где {what.ru('nom', False)}?"
        en, ru = self._place()
        tense = random.choice(["now", "past"])
        link = past("быть", what) if tense == "past" else ""
        return f"{what.en} {be(what, tense)} {en}", f"{what.ru('nom', False)} {link} {ru}"

    def says(self) -> Half:
        """Somebody knows or says that something is so."""
        who = subject(self.random, self.words)
        en, ru = self.random.choice([self.acts, self.is_such, self.has, self.goes])()
        verb = self.random.choice(
            [("know", "знать"), ("think", "думать"), ("say", "говорить"), ("hope", "надеяться")]
        )
        form = forms.english(verb[0], "VBZ") if third(who) else verb[0]
        return f"{who.en} {form} that {en}", f"{who.ru('nom', False)} {present(verb[1], who)}, что {ru}"

    def joined(self) -> Half:
        """Two sentences in one."""
        makers = [self.acts, self.is_such, self.goes, self.wishes]
        (en, ru), (en2, ru2) = self.random.choice(makers)(), self.random.choice(makers)()
        link = self.random.choice(LINKS)
        return f"{en} {link[0]} {en2}", f"{ru}{link[1]} {ru2}"

    def idiom(self) -> Half:
        """What cannot be translated word by word."""
        return self.random.choice(self.idioms)


__all__ = ["ANIMATE", "Writer"]
