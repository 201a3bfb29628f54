"""The README's gallery of letters: it shows what there is, small and drawn from the samples."""

from PIL import Image

from tests.support.make_gallery import BEGIN, END, MOST_BYTES, README, TARGET, WHOLE, shown, table, with_table


def test_the_readme_shows_every_letter() -> None:
    """A kind that was added, or a picture that is gone, is found here: `make gallery` makes them again."""
    letters = list(shown())
    readme = README.read_text(encoding="utf-8")
    assert f"{BEGIN}\n{table(letters)}\n{END}" in readme
    assert with_table(readme, letters) == readme
    assert {letter.file for letter in letters} == set(TARGET.glob("*.png"))


def test_the_pictures_are_small_and_of_both_languages() -> None:
    """Each is at most 60 kB; the first policy's letters are there in Japanese and in English, and each other policy's one."""
    letters = list(shown())
    assert max(letter.file.stat().st_size for letter in letters) <= MOST_BYTES
    assert {letter.language for letter in letters if letter.policy.code == WHOLE} == {"ja", "en"}
    assert len({letter.policy.code for letter in letters}) == 5
    for letter in letters:
        with Image.open(letter.file) as picture:
            assert picture.mode == "P"
