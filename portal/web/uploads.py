"""Files that people send: a name that says what is in them, and what it says."""

from collections.abc import Callable, Mapping

from werkzeug.datastructures import FileStorage

from portal.domain.refusals import Refusal
from portal.web.access import UNFIT

# What a file's name may end in, and whether a text is what that ending says.
Kinds = Mapping[str, Callable[[str], bool]]


class OtherEnding(Refusal):
    """A name that ends otherwise says that something else is in the file."""

    def __init__(self, endings: tuple[str, ...]) -> None:
        *some, last = endings
        wanted = f"{', '.join(some)} or {last}" if some else last
        super().__init__(f"Choose a file whose name ends in {wanted}.", field="file")


class OtherContent(Refusal):
    """A file that is not what its name says is not what somebody meant to send."""

    def __init__(self, ending: str) -> None:
        super().__init__(
            f"This file's name ends in {ending}, and something else is in it. Save it anew as what"
            " it is, or paste its content below.",
            field="file",
        )


class NotUtf8(Refusal):
    """A file that is no text would be read as something its author never wrote."""

    def __init__(self) -> None:
        super().__init__(
            "This file is no text in UTF-8. Save it as CSV or JSON, or paste its content below.",
            field="file",
        )


def require_ending(name: str, *endings: str) -> str:
    """Return the ending of a file's name, in small letters.

    Raises:
        OtherEnding: if it is none of these.
    """
    for ending in endings:
        if name.lower().endswith(ending):
            return ending
    raise OtherEnding(endings)


def text_of(file: FileStorage, kinds: Kinds) -> str:
    """Return the text in a file whose name and content agree.

    Raises:
        OtherEnding, NotUtf8, OtherContent: see each class.
    """
    ending = require_ending(file.filename or "", *kinds)
    try:
        content: bytes = file.read()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise NotUtf8 from wrong
    if UNFIT.search(text):
        raise NotUtf8
    if not kinds[ending](text):
        raise OtherContent(ending)
    return text


def is_json(text: str) -> bool:
    """Tell whether a text begins as a JSON object or list does."""
    return text.lstrip().startswith(("{", "["))


def is_table(text: str) -> bool:
    """Tell whether a text may be a table of values with commas or the like between them."""
    return not is_json(text)


def is_text(_text: str) -> bool:
    """Promise nothing, as a name ending in .txt does."""
    return True
