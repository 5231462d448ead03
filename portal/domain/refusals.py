"""The root of every refusal: what the rules do not allow, in the sentence a person reads."""


class Refusal(Exception):
    """A request the rules do not allow.

    ``sentence`` says what is wrong and what to do, in the words a person reads; ``field`` names the
    input it belongs to, where there is one. Every kind of refusal is a subclass of its own whose
    docstring gives the reason for the rule; it is rendered in one place, ``portal/web/errors.py``.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
