"""Words a seller can start from, taken from what the playbook says of both sides."""

from portal.domain.suggestion import statement_text


def test_what_the_supplier_gives_comes_before_what_is_asked() -> None:
    text = statement_text("Proof accepted", "Buyer states the verdict", "Trial", "Northwind")
    assert text.split("\n\n") == [
        "Proof accepted.",
        "Northwind has put on the table: trial.",
        "What is asked: buyer states the verdict.",
    ]


def test_abbreviations_keep_their_capitals() -> None:
    assert "on the table: SOC 2 report." in statement_text(
        "Review", "", "SOC 2 report", "Northwind"
    )


def test_a_milestone_of_the_sellers_own_may_have_its_name_alone() -> None:
    assert statement_text("Format agreed", " ", "", "Northwind") == "Format agreed."


def test_business_days_are_called_working_days_as_on_every_page() -> None:
    text = statement_text("Met", "", "Recap within 1 business day", "Northwind")
    assert "recap within 1 working day." in text


def test_a_sentence_that_ends_is_not_ended_twice() -> None:
    text = statement_text("Met", "Go / not yet / stop?", "", "Northwind")
    assert text.endswith("stop?")
