"""Notices that a second request form came, and whom it names: a packet is one request, and a second person's is another."""

from collections.abc import Sequence

from tasks.read.found import Found


def second_form(found: Sequence[Found]) -> list[Found]:
    """`form.other_name`: the person on another page that is a form of its own, with a name and a tick; [] where none is.

    `found` are the fields of all form pages in page order. A form's second sheet has no ticks of its own, or no name.
    """
    names = {each.page.image.index: each for each in reversed(found) if each.name == "person.name"}
    ticked = {each.page.image.index for each in found if each.name == "request.kinds" and each.normalized}
    forms = [index for index in sorted(names) if index in ticked]
    if len(forms) < 2:
        return []
    told = [names[index] for index in forms]
    other = next((each for each in told[1:] if each.value.text != told[0].value.text), told[1])
    return [Found("form.other_name", other.page, other.value, other.normalized)]
