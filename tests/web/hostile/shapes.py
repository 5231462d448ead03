"""What a program that tries doors sends: forms, files, cookies and addresses, bent at random."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from tests.web.hostile.corpus import CORPUS

NUMBERS = (
    "0", "-1", "1e400", "-1e-400", "999999999999", "1" * 400, "0x10", "1_000", "١٢٣", "½", "NaN",
    "Infinity", "-0", "9" * 5_000, "1,2,3", "2147483648", "1.005", "٪", "1 000", "--1", "1e9",
)  # fmt: skip  # a list
DATES = (
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2027-02-30", "2027-W05-1",
    "20270101", "2027-1-1", "tomorrow", "2027-06-30T00:00", "-2027-01-01",
)  # fmt: skip  # a list
NAMES = (
    "do", "seen", "shown", "read", "answer", "code", "rows", "columns", "tasks", "0-words",
    "conditions-0-text", "conditions-99999999-text", "values-0-text", "outcomes--1-words", "seats",
    "conditions", "until-not_yet", "reasons-declined", "limit", "r0-v0", "t0-predecessors", "file",
)  # fmt: skip  # a list
DOS = (
    "write", "show", "load", "add", "add-cost", "more-columns", "fewer-columns", "take-out-0",
    "take-out-99999999999999999999", "take-out-²", "take-out--1", f"take-out-{'9' * 5_000}",
    "code", "condition", "back", "edit", "preview", "edited", "keep",
)  # fmt: skip  # a list
BROKEN = (
    b"", b"\x00\xff\xfe", b"a" * 5_000, b"--x\r\nContent-Disposition: form-data", b"%", b"&=&&=;",
    b"--x\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nwrite", b"a=%FF%FE&b=%ED%A0%80",
    b"--x--\r\n", b"{\"a\":", b"--x\r\n\r\n\r\n--x\r\n" * 200,
)  # fmt: skip  # a list
KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data",
    "application/json", "text/plain; charset=utf-16", "multipart/form-data; boundary=" + "y" * 300,
    "application/x-www-form-urlencoded; charset=utf-7", "", "\u00e4",
)  # fmt: skip  # a list
texts = st.one_of(
    st.sampled_from((*CORPUS, *NUMBERS, *DATES)),
    st.text(max_size=30),
    st.integers().map(str),
    st.decimals().map(str),
    st.dates().map(str),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request to be: to which address, with which body of which kind."""

    address: str
    body: bytes
    kind: str
    headers: dict[str, str] = field(default_factory=dict)


def encoded(fields: list[tuple[str, str]]) -> bytes:
    """Return fields as a browser would send them; half characters go as their bytes."""
    return urlencode(fields, errors="surrogatepass").encode()


def multipart(fields: list[tuple[str, str]], file: bytes) -> bytes:
    """Return fields and a file as a browser would send them."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{quote(name)}"\r\n\r\n'.encode()
        + value.encode("utf-8", "surrogatepass")
        for name, value in fields
    ]
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    return b"\r\n".join([*parts, head + file, b"--x--\r\n"])


@st.composite
def forms(draw: Any, known: dict[str, list[dict[str, str]]]) -> Sent:
    """Draw a form that is shown to somebody, with fields bent, doubled, added and left out."""
    address = draw(st.sampled_from(sorted(known)))
    fields = list(draw(st.sampled_from(known[address])).items())
    if draw(st.integers(0, 9)) == 0:
        return Sent(address, draw(st.sampled_from(BROKEN)), draw(st.sampled_from(KINDS)))
    names = st.sampled_from([*(name for name, _ in fields), *NAMES])
    bent = draw(st.dictionaries(names, st.lists(texts, max_size=2), max_size=4))
    kept = [(name, value) for name, value in fields if name not in bent]
    kept += [(name, value) for name, values in bent.items() for value in values]
    if draw(st.booleans()):
        kept = [*(pair for pair in kept if pair[0] != "do"), ("do", draw(st.sampled_from(DOS)))]
    if draw(st.integers(0, 9)) == 0:
        return Sent(address, multipart(kept, draw(files)), "multipart/form-data; boundary=x")
    return Sent(address, encoded(kept), "application/x-www-form-urlencoded")


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
files = st.one_of(st.binary(max_size=200), texts.map(lambda text: text.encode("utf-8", "replace")))


@st.composite
def bent_json(draw: Any, whole: Any) -> Any:
    """Draw a JSON value in which a few places hold something else."""
    made = whole
    for _ in range(draw(st.integers(1, 3))):
        made = _bent(draw, made)
    return made


def _bent(draw: Any, value: Any) -> Any:
    if isinstance(value, dict) and value and draw(st.integers(0, 5)):
        name = draw(st.sampled_from(sorted(value)))
        inner = _bent(draw, value[name])
        return {**value, name: inner} if draw(st.integers(0, 7)) else {**value, name + "x": inner}
    if isinstance(value, list) and value and draw(st.integers(0, 5)):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], _bent(draw, value[place]), *value[place + 1 :]]
    return draw(values)


@st.composite
def bent_text(draw: Any, whole: str) -> str:
    """Draw a text with pieces cut out, doubled, or something else put in."""
    made = whole
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(made)))
        end = min(len(made), place + draw(st.integers(0, 20)))
        made = made[:place] + draw(texts)[:50] + made[end:]
    return made
