"""Sixty texts that people paste and attackers type, each of them trouble somewhere."""

import re
from html.parser import HTMLParser

MARK = "qzmark"  # what must never become a tag, an attribute, a header or a formula
LONG = 10_000

MARKUP = (
    f"<script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f'"><svg onload={MARK}()>',
    f"'><iframe src=javascript:{MARK}()></iframe>",
    f"</textarea><script>{MARK}()</script>",
    f"</title></style></script><b onmouseover={MARK}()>",
    f'<a href="javascript:{MARK}()">press</a>',
    f"javascript:{MARK}()",
    f"<!-- {MARK} --!><img src={MARK}>",
    f"<![CDATA[ {MARK} ]]>",
    f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e '{MARK}'>]>&e;",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"&#x3c;img src=x onerror={MARK}()&#x3e;",
    f"<math><mtext></form><form action=//{MARK}.example>",
    f"<style>@import '//{MARK}.example'</style>",
    f'" autofocus onfocus={MARK}() x="',
    f"<foreignObject><body onload={MARK}()></foreignObject>",
)
TEMPLATES = (
    "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% raw %}{{ config }}", "{{ ''.__class__ }}",
    "%s %d %(secret)s %n", "{0} {secret} {}", "\\1 \\g<0> $1",
)  # fmt: skip  # a list
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "\t=1+1", ';"=1+1"')
HEADERS = (
    f"Title\r\nBcc: {MARK}@intruder.example",
    f"Title\nX-{MARK}: 1\n\nbody",
    f"Title%0d%0aBcc:%20{MARK}@intruder.example",
    f"Title\u2028Bcc: {MARK}@intruder.example\u2029",
    f'"{MARK}" <{MARK}@intruder.example>, more',
)
SCRIPTS = (
    "\u202egnp.exe\u202c reversed", "\u2066isolated\u2069", "\u200f\u200eturning",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627", "e\u0301 u\u0308 combining",
    "Z" + "\u0351\u0362\u033f" * 20 + "algo", "\U0001f469\u200d\U0001f469\u200d\U0001f467 family",
    "\U0001f1e9\U0001f1ea \u2764\ufe0f", "\u6f22\u5b57\u304b\u306a \ud55c\uae00",
    "zero\u200bwidth\ufeffjoined", "\u01c5\u0130\u0131\u00df case", "\ufdfa ligature",
)  # fmt: skip  # a list
BREAKING = (
    '"}],"x":{"y":"', "\\u0000\\ud800 as typed", "\\\\server\\share", "'; DROP TABLE plans; --",
    "' OR '1'='1", "../../../../etc/passwd", "..\\..\\boot.ini", "/%2e%2e/%00", "null", "NaN",
)  # fmt: skip  # a list
# What no text has: these are refused in words, wherever they are typed.
UNFIT = ("nul\0inside", "bell\x07 and escape\x1b[31m", "\ufffe\uffff no characters")
TOO_LONG = ("x" * LONG,)
CORPUS = (
    *MARKUP, *TEMPLATES, *FORMULAS, *HEADERS, *SCRIPTS, *BREAKING[:6], *UNFIT, *TOO_LONG,
)  # fmt: skip  # all of them
FIT = tuple(text for text in CORPUS if text not in UNFIT and text not in TOO_LONG)


def as_kept(text: str) -> str:
    """Return a text the way it can be found again: its blanks are one."""
    return " ".join(text.split())


class Live(HTMLParser):
    """Finds what came alive in a page: a tag, an attribute or an address made by a text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in {"iframe", "object", "embed", "foreignobject", "base", "math", "img"}:
            self.found.append(f"<{tag}>")
        if tag in {"script", "style"} and not (named.get("src") or "").startswith("/static/"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            leads = name in {"href", "src", "action", "formaction", "xlink:href", "style"}
            if name.startswith("on") or (leads and re.match(r"\s*(javascript|data):", value or "")):
                self.found.append(f"{tag} {name}={value}")
            if leads and re.match(r"(https?:)?//", value or "") and MARK in (value or ""):
                self.found.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.found.append("comment")


def live_in(html: str) -> list[str]:
    """Return everything in a page that a text of the corpus has made."""
    reader = Live()
    reader.feed(html)
    return reader.found
