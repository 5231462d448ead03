"""Suggested words for a milestone's statement, from what the playbook says of both sides."""


def statement_text(name: str, buyer_action: str, seller_provides: str, supplier: str) -> str:
    """Return words a seller can start from: what is on the table, then what is asked.

    A milestone of the seller's own may say neither, then only its name is left.
    """
    lines = [f"{name}."]
    if seller_provides.strip():
        lines.append(f"{supplier} has put on the table: {_sentence(seller_provides)}")
    if buyer_action.strip():
        lines.append(f"What is asked: {_sentence(buyer_action)}")
    return "\n\n".join(lines)


def _sentence(text: str) -> str:
    words = " ".join(text.split()).replace("business day", "working day")
    lowered = words[0].lower() + words[1:] if words[1:2].islower() else words
    return lowered if lowered.endswith((".", "?", "!")) else f"{lowered}."
