"""The start: begin or go on, the map of all stops with a search, and beside it the workshops."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UITextEntryLine

from game.lecture.pages.shared import Page, Shared, matches, takeaway
from game.lecture.pages.stop_map import StopMap
from game.lecture.session import counted
from game.ui.layout import Stack, column, grid, row
from game.ui.widgets.controls import button
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, draw_text, draw_words, paragraph_height, shorten

MAP = 0.6
"""Of the width, the map's."""
BADGE = 34
"""Pixels at scale 1 that a workshop's number takes beside its title."""


class StartTab(Page):
    """The start."""

    id: ClassVar[str] = "start"

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self._map = StopMap(shared.session)
        self.commands = takeaway(self, shared.notebook)
        self._query = ""
        self._found: list[tuple[pygame.Rect, int]] = []

    @property
    def typing(self) -> bool:
        """Whether the search has the keyboard."""
        return bool(self._search.is_focused)

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Title and buttons above, the map at the left, the workshops at the right."""
        ctx, style = self.ctx, self.ctx.style
        gap = style.px(16)
        head, body, foot = column(
            area.inflate(-2 * style.px(12), 0), [style.text_px(104), -1, style.text_px(22)], style.px(12)
        )
        self._head(head)
        left, right = row(body, [round(body.width * MAP), -1], gap)
        tools, below = column(left, [style.control, -1], style.gap)
        about, below_about = style.text_px(112), style.gap
        places = column(below, [-1, about], below_about)
        self._tools(tools)
        self._results, self._about = places[0], self.backdrop.panel(places[1])
        if self._query:
            self._find()
        else:
            self._map.layout(ctx, self.backdrop, places[0])
        self._cards(right)
        keys = ctx.t("lecture.start_keys", n=len(self._shared.workshops.ids))
        draw_text(self.backdrop.surface, style, keys, foot.midleft, "small", "regular", "muted", "midleft")

    def _head(self, head: pygame.Rect) -> None:
        ctx, style, session = self.ctx, self.ctx.style, self._shared.session
        target = self.backdrop.surface
        words, buttons = row(head, [round(head.width * MAP), -1], style.px(16))
        title = draw_text(target, style, "Latent Arcade", words.topleft, "display", "display")
        lecture = pygame.Rect(words.x, title.bottom - style.px(4), words.width, style.text_px(52))
        draw_paragraph(target, style, ctx.t("menu.lecture"), lecture, "body", colour="muted")
        first, second = column(buttons, [-1, -1], style.px(8))
        going_on = bool(session.progress.last)
        stop = session.stop
        text = ctx.t("lecture.begin")
        if going_on:
            text = ctx.t("lecture.go_on", n=session.index + 1, headline=stop.headline(ctx.t.code))
            text = shorten(text, style.font("body", "bold"), first.width - style.px(60))
        button(
            ctx,
            first,
            text,
            self._shared.commands.begin,
            icon="play",
            kind="primary",
            tip=ctx.t("lecture.begin_tip"),
            object_id="#begin",
        )
        font = style.font("body")
        worded = [ctx.t(f"lecture.{name}") for name in ("start_present", "from_start", "handout")]
        wide = [-(font.size(words)[0] + style.px(54)) for words in worded]
        present, restart, handout = row(second, wide, style.px(8))
        button(
            ctx,
            present,
            ctx.t("lecture.start_present"),
            partial(self._shared.commands.begin, presenting=True),
            icon="monitor",
            tip=ctx.t("lecture.present_tip"),
            object_id="#present",
        )
        again = button(
            ctx,
            restart,
            ctx.t("lecture.from_start"),
            partial(self.open_stop, 0),
            icon="rotate-ccw",
            tip=ctx.t("lecture.from_start_tip"),
            object_id="#from_start",
        )
        if not going_on:
            again.disable()
        self.commands.place(ctx, "handout", handout, worded=True)

    def _tools(self, tools: pygame.Rect) -> None:
        ctx, style, session = self.ctx, self.ctx.style, self._shared.session
        words, forget, field = row(tools, [-1, style.control, round(tools.width * 0.36)], style.gap)
        self.commands.place(ctx, "forget", forget, kind="ghost")
        count = len(session.route.stops)
        done, tasks = counted(session.route, session.progress).done
        text = ctx.t("lecture.overview", n=count, minutes=round(session.minutes))
        more = text + "  ·  " + ctx.t("lecture.tasks_done", n=tasks, done=done)
        text = more if style.font("small").size(more)[0] <= words.width else text
        draw_text(
            self.backdrop.surface,
            style,
            shorten(text, style.font("small"), words.width),
            words.midleft,
            "small",
            "regular",
            "muted",
            "midleft",
        )
        self._search = UITextEntryLine(
            field, ctx.ui, object_id="#search", placeholder_text=ctx.t("lecture.search")
        )
        if self._query:
            self._search.set_text(self._query)
            self._search.focus()

    def _cards(self, room: pygame.Rect) -> None:
        ctx, style, workshops = self.ctx, self.ctx.style, self._shared.workshops
        heading, below = column(room, [style.control, -1], style.gap)
        draw_text(
            self.backdrop.surface,
            style,
            ctx.t("lecture.workshops"),
            heading.midleft,
            "heading",
            "bold",
            anchor="midleft",
        )
        count = len(workshops.ids)
        columns = 2 if count <= 6 else 3
        cards = grid(below, columns, -(-count // columns), style.px(12))
        self._pictures: dict[str, pygame.Rect] = {}
        self._buttons: list[UIButton] = []
        size, badges = self._title_size(cards[0])
        for number, (scene_id, card) in enumerate(zip(workshops.ids, cards, strict=False), start=1):
            inner = self.backdrop.panel(card)
            font = style.font(size, "bold")
            title = ctx.t(f"{scene_id}.title")
            width = inner.width - (style.px(BADGE) if badges else 0)
            height = paragraph_height(style, title, width, size=size, face="bold")
            picture, line = column(inner, [-1, max(height, font.get_linesize())], style.px(8))
            self._pictures[scene_id] = picture
            target = self.backdrop.surface
            if badges:
                badge = pygame.Rect(line.right - style.px(26), line.y, style.px(26), style.px(26))
                target.blit(rounded(badge.size, style.px(6), style.colour.raised, style.colour.line), badge)
                draw_text(target, style, str(number), badge.center, "small", "mono_bold", anchor="center")
            draw_paragraph(target, style, title, pygame.Rect(line.topleft, (width, height)), size, "bold")
            self._buttons.append(
                button(
                    ctx,
                    card,
                    "",
                    partial(ctx.go, scene_id),
                    tip=ctx.t(f"{scene_id}.about"),
                    kind="card",
                    object_id=f"#card_{scene_id}",
                )
            )

    def _title_size(self, card: pygame.Rect) -> tuple[str, bool]:
        """The largest size in which no word of a title is broken on a card, and whether a number fits."""
        ctx, style = self.ctx, self.ctx.style
        words = [word for each in self._shared.workshops.ids for word in ctx.t(f"{each}.title").split()]
        for badges in (True, False):
            width = card.width - 2 * style.px(14) - (style.px(BADGE) if badges else 0)
            for size in ("body", "small", "tiny"):
                if max(style.font(size, "bold").size(word)[0] for word in words) <= width:
                    return size, badges
        return "tiny", False

    # ------------------------------------------------------------------ search

    def _find(self) -> None:
        """List the stops in which every word of the query stands."""
        ctx, style, session = self.ctx, self.ctx.style, self._shared.session
        code, words, room = ctx.t.code, self._query.split(), self._results
        hits = []
        for index, stop in enumerate(session.route.stops):
            question, task = stop.question, stop.task
            texts = [stop.headline(code), stop.text(code), stop.slides]
            texts += [question.ask(code)] if question else []
            texts += [task.do(code)] if task else []
            if matches(words, *texts):
                headline = matches(words, stop.headline(code))
                hits.append((not headline, index))
        lines = Stack(self.backdrop.panel(room), style.px(4))
        self._found = []
        if not hits:
            draw_words(self.backdrop.surface, style, lines.rest, ctx.t("lecture.found_none"))
        for _, index in sorted(hits):
            place = lines.take(style.px(34))
            if place.bottom > lines.rest.bottom:
                break
            stop = session.route.stops[index]
            number = pygame.Rect(place.topleft, (style.px(40), place.height))
            target = self.backdrop.surface
            draw_text(target, style, str(index + 1), number.midleft, "body", "mono", "muted", "midleft")
            text = shorten(stop.headline(code), style.font("body"), place.width - number.width)
            draw_text(target, style, text, number.midright, "body", anchor="midleft")
            self._found.append((place, index))

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Search, and open stops."""
        if event.type == pygame_gui.UI_TEXT_ENTRY_CHANGED and event.ui_element is self._search:
            self._query = event.text.strip()
            self._map.chosen = None
            self.rebuild()
            return True
        control = event.type == pygame.KEYDOWN and event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META)
        if control and event.key == pygame.K_f:
            self._search.focus()
            return True
        wanted = self._pick(event) if self._query else self._map.handle(event)
        if wanted is not None:
            self._query = ""
            self.open_stop(wanted)
        return wanted is not None

    def _pick(self, event: pygame.event.Event) -> int | None:
        """The stop among those found that a click or Enter asks for."""
        if event.type == pygame.MOUSEMOTION:
            under = [index for place, index in self._found if place.collidepoint(event.pos)]
            self._map.chosen = under[0] if under else self._map.chosen
        enter = event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER)
        if (enter or event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED) and self._found:
            return self._found[0][1]
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            return next((index for place, index in self._found if place.collidepoint(event.pos)), None)
        return None

    def cancel(self) -> bool:
        """Escape ends the search."""
        searching = bool(self._query) or self.typing
        if searching:
            self._query = ""
            self._search.unfocus()
            self.rebuild()
        return searching

    def update(self, dt: float) -> None:
        """Let the previews live."""
        self._shared.workshops.update(self.ctx, dt)

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the previews, and what the chosen stop is about."""
        style = self.ctx.style
        for scene_id, room in self._pictures.items():
            self._shared.workshops.draw(screen, self.ctx, scene_id, room)
        for made in self._buttons:
            if made.hovered:
                pygame.draw.rect(
                    screen, style.colour.accent, made.rect, style.px(2), border_radius=style.px(12)
                )
        if not self._query:
            self._map.draw(screen)
        self._draw_about(screen)

    def _draw_about(self, screen: pygame.Surface) -> None:
        """Number, headline and text of the chosen stop, or of the one where one was."""
        session, style, code = self._shared.session, self.ctx.style, self.ctx.t.code
        index = self._map.chosen if self._map.chosen is not None else session.index
        stop = session.route.stops[min(index, len(session.route.stops) - 1)]
        heading = shorten(
            f"{index + 1}. {stop.headline(code)}", style.font("body", "bold"), self._about.width
        )
        line = draw_text(screen, style, heading, self._about.topleft, "body", "bold", "accent")
        room = pygame.Rect(self._about.x, line.bottom + style.px(4), self._about.width, 0)
        room.height = self._about.bottom - room.y
        draw_paragraph(screen, style, stop.text(code), room, "small", colour="text")
