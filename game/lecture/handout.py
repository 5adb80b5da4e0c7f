"""The handout: one HTML file with the stops that were seen, the answers, and what the student made."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from html import escape

from game.lecture.keepsakes import Made, Table
from game.lecture.route import Part, Question, Route, Stop
from game.lecture.session import Progress, counted
from game.ui.language import Language

ROW = 16
"""Numbers of a long row that stand side by side."""
STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { max-width: 46rem; margin: 0 auto; padding: 2rem 1.2rem; background: #fff; color: #1a1f2b;
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.4rem; margin: 2.4rem 0 .6rem; padding-bottom: .3rem; border-bottom: 2px solid #1f6fb2; }
h3 { font-size: 1.1rem; margin: 0 0 .3rem; }
article { margin: 1.4rem 0; break-inside: avoid; }
p { margin: .3rem 0; }
.muted { color: #566073; }
.number { color: #1f6fb2; margin-right: .4rem; }
.ask { margin: .7rem 0; padding: .5rem .8rem; background: #f1f4f9; border-left: 4px solid #1f6fb2; }
.right { color: #14713d; font-weight: 600; }
.wrong { color: #a33016; font-weight: 600; }
figure { margin: .8rem 0 0; break-inside: avoid; }
img { max-width: 100%; height: auto; border: 1px solid #c9d0dc; }
figcaption { font-size: .9rem; color: #566073; }
.tables { display: flex; flex-wrap: wrap; gap: .4rem 1.6rem; margin-top: .5rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-size: .9rem; color: #566073; }
td { border: 1px solid #c9d0dc; padding: .15rem .45rem; text-align: right; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3 { break-after: avoid; }
  article { break-inside: auto; }
  .ask, table { break-inside: avoid; }
  img { max-height: 9cm; }
}
"""


def page(route: Route, progress: Progress, made: Callable[[str], Made], t: Language, date: str) -> str:
    """The handout as the text of an HTML file that needs no other.

    Args:
        route: the lecture.
        progress: which stops were seen, what was answered and done.
        made: what was made at a stop, by its id.
        t: the language.
        date: of today, as it is written.
    """
    title = escape(t("menu.lecture"))
    numbers = {stop.id: number for number, stop in enumerate(route.stops, start=1)}
    counts = counted(route, progress)
    seen, stops = counts.seen
    body = [f"<h1>{title}</h1>", f'<p class="muted">Latent Arcade · {escape(date)}</p>']
    told = t("handout.counts", seen=seen, n=stops, done=counts.done[0]) if seen else t("handout.empty")
    body.append(f"<p>{escape(told)}</p>")
    for part in route.parts:
        body += _part(part, progress, numbers, made, t)
    head = (
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>"
    )
    text = "\n".join(body)
    head = f'<!DOCTYPE html>\n<html lang="{t.code}">\n<head>\n{head}\n</head>\n'
    return f"{head}<body>\n{text}\n</body>\n</html>\n"


def _part(
    part: Part, progress: Progress, numbers: Mapping[str, int], made: Callable[[str], Made], t: Language
) -> list[str]:
    stops = [stop for stop in part.stops if stop.id in progress.seen]
    if not stops:
        return []
    lines = [f"<h2>{escape(part.title(t.code))}</h2>"]
    for stop in stops:
        headline = escape(stop.headline(t.code))
        lines += ["<article>", f'<h3><span class="number">{numbers[stop.id]}</span>{headline}</h3>']
        lines.append(f"<p>{escape(stop.text(t.code))}</p>")
        if stop.question is not None:
            lines += _question(stop.question, progress.answers.get(stop.id), t)
        if stop.task is not None:
            lines.append(_task(stop, t, done=stop.id in progress.done))
        lines += _made(made(stop.id), headline, t)
        lines.append("</article>")
    return lines


def _question(question: Question, answer: float | None, t: Language) -> list[str]:
    lines = ['<div class="ask">', f"<p><b>{escape(question.ask(t.code))}</b></p>"]
    right = question.is_right(answer) if answer is not None else None
    if answer is None:
        lines.append(f'<p class="muted">{escape(t("handout.unanswered"))}</p>')
    else:
        mark = "" if right is None else " ✓" if right else " ✗"
        kind = "" if right is None else ' class="right"' if right else ' class="wrong"'
        words = escape(t("handout.answer", answer=_answer(question, answer, t)))
        lines.append(f"<p{kind}>{words}{mark}</p>")
    solution = _solution(question, t)
    if solution and not right:
        lines.append(f"<p>{escape(t('handout.solution', answer=solution))}</p>")
    lines += [f"<p>{escape(question.reveal(t.code))}</p>", "</div>"]
    return lines


def _answer(question: Question, answer: float, t: Language) -> str:
    """What was chosen, typed or pointed at, in words."""
    choices = question.choices(t.code)
    if question.place:
        return t("handout.place_right" if answer else "handout.place_wrong")
    if question.number is None and 1 <= round(answer) <= len(choices):
        return choices[round(answer) - 1]
    return t.short(answer)


def _solution(question: Question, t: Language) -> str:
    """The right answer in words; nothing where there is none, or where it is a place."""
    if question.number is not None:
        return t.short(question.number)
    return "; ".join(question.choices(t.code)[each - 1] for each in question.right)


def _task(stop: Stop, t: Language, *, done: bool) -> str:
    assert stop.task is not None
    mark = f'<span class="right">✓ {escape(t("handout.done"))}</span>' if done else ""
    state = mark or f'<span class="muted">{escape(t("handout.not_done"))}</span>'
    return f"<p><b>{escape(t('handout.task'))}</b> {escape(stop.task.do(t.code))} {state}</p>"


def _made(made: Made, headline: str, t: Language) -> list[str]:
    """The picture and the tables; `headline` is escaped already."""
    lines = []
    if made.picture:
        data = base64.b64encode(made.picture).decode("ascii")
        caption = escape(t("handout.made"))
        lines.append(
            f'<figure><img src="data:image/png;base64,{data}" alt="{headline}">'
            f"<figcaption>{caption}</figcaption></figure>"
        )
    tables = [
        _table(t(f"handout.made_{name}"), rows, t)
        for name, rows in made.tables.items()
        if t.has(f"handout.made_{name}")
    ]
    if tables:
        lines += ['<div class="tables">', *tables, "</div>"]
    return lines


def _table(caption: str, rows: Table, t: Language) -> str:
    if len(rows) == 1:
        rows = tuple(rows[0][at : at + ROW] for at in range(0, len(rows[0]), ROW))
    most = max(abs(each) for line in rows for each in line) or 1.0
    single = len(rows) == 1 and len(rows[0]) == 1

    def cell(value: float) -> str:
        tint = "31, 111, 178" if value > 0 else "216, 107, 28"
        shade = "" if single else f' style="background: rgba({tint}, {0.45 * abs(value) / most:.2f})"'
        return f"<td{shade}>{t.short(float(f'{value:.3g}'))}</td>"

    body = "".join(f"<tr>{''.join(map(cell, line))}</tr>" for line in rows)
    return f"<table><caption>{escape(caption)}</caption>{body}</table>"
