"""A second request form in the same packet is noticed, and a second sheet of one form is not taken for one."""

from types import SimpleNamespace

from tasks.engines.label_values import Value
from tasks.read.found import Found
from tasks.read.second_form import second_form
from tests.support.readings import SOUND, findings


def on(index, **values):
    """The fields found on one form page; a value is (text, normalized)."""
    page = SimpleNamespace(image=SimpleNamespace(index=index))
    return [
        Found(name.replace("__", "."), page, Value(text, (0.0, 0.0, 1.0, 1.0), 0.9), normalized)
        for name, (text, normalized) in values.items()
    ]


def form(index, name):
    """A form of its own: a name and a tick."""
    return on(index, person__name=(name, None), request__kinds=("☑", "disclosure"))


def test_a_second_persons_form_is_noticed():
    """Two forms that name two people: the other name is told, wherever it stands."""
    found = second_form([*form(0, "山田太郎"), *form(1, "山田太郎"), *form(2, "山田花子")])
    assert [(each.name, each.value.text, each.page.image.index) for each in found] == [
        ("form.other_name", "山田花子", 2)
    ]


def test_a_second_form_of_the_same_person_is_told_as_such():
    """Two requests of one person are one packet."""
    assert [each.value.text for each in second_form([*form(0, "山田太郎"), *form(1, "山田太郎")])] == ["山田太郎"]


def test_a_second_sheet_is_no_second_form():
    """A sheet without a tick, or without a name, belongs to the form before it."""
    assert second_form(form(0, "山田太郎")) == []
    assert second_form([*form(0, "山田太郎"), *on(1, person__name=("山田花子", None))]) == []
    blank = on(1, person__name=("山田花子", None), request__kinds=("", ""))
    assert second_form([*form(0, "山田太郎"), *blank]) == []
    assert second_form([*form(0, "山田太郎"), *on(1, request__kinds=("☑", "correction"))]) == []


def test_two_people_in_one_packet_go_to_a_person():
    """The check says nothing of a single form, passes one name, and refers two."""
    assert "form.person" not in findings(SOUND)
    assert findings(SOUND | {"form.other_name": ("山田太郎", None)})["form.person"].verdict == "pass"
    assert findings(SOUND | {"form.other_name": ("山田太朗", None)})["form.person"].verdict == "unclear"
    doubtful = {"form.other_name": 0.3}
    assert (
        findings(SOUND | {"form.other_name": ("山田太郎", None)}, doubtful=doubtful)["form.person"].verdict == "unclear"
    )
