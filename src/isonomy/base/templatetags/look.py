"""Signs, icons and small drawings as fast tags: safe in lists and trees of any length."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from isonomy.base import look

register = template.Library()

register.filter("initials", look.initials)
register.filter("short_digest", look.short_digest)


def _use(drawing: str) -> str:
    return f'<use href="{static("isonomy/icons.svg")}#{drawing}"/>'


@lru_cache(maxsize=512)
def _icon(name: str, extra: str) -> SafeString:
    css = f"i {escape(extra)}" if extra else "i"
    return mark_safe(  # noqa: S308 - every part is ours or escaped
        f'<svg class="{css}" aria-hidden="true">{_use("i-" + escape(name))}</svg>'
    )


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A line icon from the sprite; decoration, so the words beside it must say the same."""
    return _icon(name, extra)


@lru_cache(maxsize=4096)
def _sign(state: str, label: str, extra: str) -> SafeString:
    sign = look.sign_of(state)
    css = f"s {sign.css} {escape(extra)}".rstrip()
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(  # noqa: S308 - every part is ours or escaped
        f'<svg class="{css}" {spoken}>{_use(sign.drawing)}</svg>'
    )


@register.simple_tag
def status_icon(state: str, label: str = "", extra: str = "") -> SafeString:
    """The sign of a status alone; give a label unless the word stands beside it."""
    return _sign(str(state), str(label), extra)


@lru_cache(maxsize=4096)
def _status(state: str, label: str, extra: str) -> SafeString:
    css = f"status {look.sign_of(state).css} {escape(extra)}".rstrip()
    return mark_safe(  # noqa: S308 - every part is ours or escaped
        f'<span class="{css}">{_sign(state, "", "")}{escape(label)}</span>'
    )


@register.simple_tag
def status(state: str, label: str = "", extra: str = "") -> SafeString:
    """Sign, colour and word of a status together."""
    return _status(str(state), str(label or look.sign_of(state).word), extra)


@lru_cache(maxsize=16384)
def _cells(pairs: tuple[tuple[object, object], ...], _language: str | None) -> SafeString:
    asked = [(name, look.sign_of(state)) for name, state in pairs if state is not None]
    spoken = ", ".join(f"{escape(name)} {escape(str(sign.word).lower())}" for name, sign in asked)
    drawn = "".join(
        '<i class="void"></i>' if state is None else f'<i class="{look.sign_of(state).css}"></i>'
        for _name, state in pairs
    )
    return mark_safe(  # noqa: S308 - every part is ours or escaped
        f'<span class="cells" role="img" aria-label="{spoken}">{drawn}</span>'
    )


@register.simple_tag
def status_cells(pairs: Iterable[tuple[object, object]]) -> SafeString:
    """A row of small signs, one per standard: pairs of (standard, state or None if not asked).

    Seventeen bytes a sign and one spoken label a row, so a tree of 400 rows stays light. Rows with
    the same signs are drawn once for each language.
    """
    return _cells(tuple(map(tuple, pairs)), get_language())


@register.filter
def state_class(state: object) -> str:
    """The CSS class of a status: ok, part, no, na, open or stale."""
    return look.sign_of(state).css


@register.filter
def words(text: str) -> list[str]:
    """The words of a line, to loop over."""
    return text.split()


@register.filter
def state_word(state: object) -> str:
    """The word of a status, in the language of the page."""
    return str(look.sign_of(state).word)


@register.simple_tag
def verdicts(without: str = "") -> list[tuple[int, str, look.Sign]]:
    """The verdicts to choose from with key and sign; `without` names those not allowed."""
    refused = without.split()
    return look.numbered([state for state in look.VERDICTS if state not in refused])


@register.simple_tag
def pieces(parts: Any, whole: float | str = 0) -> list[look.Piece]:
    """The pieces of a bar; without a whole the bar is as long as its parts together."""
    listed = [(str(state), float(count)) for state, count in parts]
    return look.pieces(listed, float(whole or 0) or sum(count for _state, count in listed))


def chosen_theme(request: HttpRequest) -> str:
    """Light, dark or auto: as kept with the account, or for a stranger on this computer."""
    person = _person(request)
    known = getattr(person, "is_authenticated", False)
    chosen = getattr(person, "theme", "") if known else request.COOKIES.get("theme", "")
    return chosen if chosen in {"light", "dark"} else "auto"


def _person(request: HttpRequest) -> object:
    return getattr(request, "user", None)


@register.simple_tag(takes_context=True)
def page_attributes(context: Context) -> SafeString:
    """What a person chose for every page: the colour scheme, and no keys where they are off."""
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return SafeString("")
    theme = chosen_theme(request)
    scheme = SafeString("") if theme == "auto" else format_html(' data-theme="{}"', theme)
    keyless = getattr(_person(request), "shortcuts", True) is False
    return SafeString(scheme + ' data-keys="off"') if keyless else scheme


@register.simple_tag(takes_context=True)
def theme_choice(context: Context) -> str:
    """Which of auto, light and dark is chosen now."""
    request = context.get("request")
    return chosen_theme(request) if isinstance(request, HttpRequest) else "auto"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The address's query with some fields changed or, where empty, left out."""
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return ""
    fields = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            fields.pop(name, None)
        else:
            fields[name] = str(value)
    return f"?{fields.urlencode()}" if fields else "?"


@register.simple_tag(takes_context=True)
def page_address(context: Context, field: str, number: int) -> str:
    """The same list at another page, with its filters kept."""
    return query(context, **{field: number})


@register.simple_tag
def current_name(organisations: Any) -> str:
    """The name of the organisation this page is about; empty outside of one."""
    return next((str(one["name"]) for one in organisations if one["current"]), "")


class Wrapped(template.Node):
    """Content inside an element, and nothing at all where the content is empty."""

    def __init__(self, nodelist: NodeList, opening: FilterExpression, element: str) -> None:
        self.nodelist = nodelist
        self.opening = opening
        self.element = element

    def render(self, context: Context) -> SafeString:
        content = self.nodelist.render(context).strip()
        if not content:
            return SafeString("")
        attributes = self.opening.resolve(context)
        start = f"<{self.element} {attributes}>" if attributes else f"<{self.element}>"
        return mark_safe(f"{start}{content}</{self.element}>")  # noqa: S308 - template's own


@register.tag
def wrapped(parser: Parser, token: Token) -> Wrapped:
    """{% wrapped "aside" 'class="beside"' %}…{% endwrapped %}: left out when its content is empty."""
    bits = token.split_contents()
    if len(bits) != 3:
        raise template.TemplateSyntaxError("wrapped takes an element and its attributes")
    nodelist = parser.parse(("endwrapped",))
    parser.delete_first_token()
    return Wrapped(nodelist, parser.compile_filter(bits[2]), bits[1].strip("\"'"))
