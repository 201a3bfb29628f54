"""Redacts page pictures with Presidio's image redactor, set up as well as a Japanese user would; runs in the peers' environment.

- Text: Tesseract `jpn`, page segmentation as it comes, two processes of one thread.
- Names, places, dates: spaCy's NER with `ja_ginza` (the Japanese model that has a wheel of its own), its labels mapped to PERSON,
  LOCATION and DATE_TIME.
- Patterns for what NER does not know: addresses from the prefecture on, era dates, 12-digit numbers (My Number), postcodes,
  telephone numbers, the domicile by its label, pension and insurance numbers by theirs.
- Tesseract parts Japanese words by spaces, which blinds both NER and patterns. They are taken out before the analysis and the
  places are counted back; the ends of lines stay.

Two manners: `everything` takes names, places, dates and all patterns (what Presidio is made for); `sensitive` takes only what the
policy forbids to hold, by label and pattern, so that names, addresses and birth dates stay readable. Presidio turns no page
upright, and has no word for QR codes, ticks, or members of a household; nobody's configuration would change that.
"""

import json
import multiprocessing
import re
import sys
import time
from itertools import chain, pairwise, zip_longest
from pathlib import Path
from typing import Any

from PIL import Image
from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
from presidio_analyzer.predefined_recognizers import SpacyRecognizer
from presidio_image_redactor import ImageAnalyzerEngine, ImageRedactorEngine, TesseractOCR

PROCESSES = 2
_PLACES = (
    "City", "Country", "County", "Domestic_Region", "GPE_Other", "Location_Other", "N_Location_Other", "Postal_Address",
    "Province", "Region_Other",
)  # fmt: skip
_LABELS = {"Person": "PERSON", "Date": "DATE_TIME", "Phone_Number": "PHONE_NUMBER"} | dict.fromkeys(_PLACES, "LOCATION")
_KANJI = "〇一二三四五六七八九十"
_ADDRESS = rf"(?:東京都|北海道|(?:京都|大阪)府|[一-龥]{{2,3}}県)[一-龥々ぁ-んァ-ヶー0-9\-−ー{_KANJI}]{{3,40}}"
_SENSITIVE = {
    "JP_DOMICILE": [r"本籍(?:地)?[^\n]{0,3}\n?[^\n]{3,40}", rf"{_ADDRESS}(?:から|に)転籍"],
    "JP_MY_NUMBER": [r"(?<!\d)\d{4}[-−]?\d{4}[-−]?\d{4}(?!\d)"],
    "JP_PENSION_NUMBER": [r"(?<!\d)\d{4}[-−]\d{6}(?!\d)", r"基礎年金番号\D{0,3}\d[\d\-−]{3,12}"],
    "JP_INSURANCE": [r"保険者番号\D{0,3}\d{6,8}", r"(?:記号|番号)\D{0,3}[\d\-−]{1,10}"],
}
_PERSONAL = {
    "LOCATION": [_ADDRESS],
    "DATE_TIME": [rf"(?:明治|大正|昭和|平成|令和)[0-9元{_KANJI}]{{1,3}}年[0-9{_KANJI}]{{1,3}}月[0-9{_KANJI}]{{1,3}}日"],
    "JP_POSTCODE": [r"〒?(?<!\d)\d{3}[-−]\d{4}(?!\d)"],
    "PHONE_NUMBER": [r"(?<!\d)0\d{1,4}[-−(]\d{1,4}[-−)]\d{3,4}(?!\d)"],
}


class LinesOCR(TesseractOCR):
    """Tesseract whose text keeps the ends of lines."""

    @staticmethod
    def get_text_from_ocr_dict(ocr_result: dict[str, Any], separator: str = " ") -> str:
        """The words with a space between, and a line feed where the line changes: both count as one, as Presidio expects."""
        words = ocr_result["text"]
        places = list(zip(ocr_result["block_num"], ocr_result["par_num"], ocr_result["line_num"], strict=True))
        ends = [separator if here == after else "\n" for here, after in pairwise(places)]
        return "".join(chain.from_iterable(zip_longest(words, ends, fillvalue="")))


class UnspacedAnalyzer(AnalyzerEngine):
    """An analyzer that sees no spaces between words, and tells places in the text as it came."""

    def analyze(self, text: str, *args: Any, **kwargs: Any) -> list[Any]:
        """As AnalyzerEngine.analyze."""
        places = [place for place, letter in enumerate(text) if letter != " "]
        found = super().analyze("".join(text[place] for place in places), *args, **kwargs)
        for each in found:
            each.start, each.end = places[each.start], places[each.end - 1] + 1
        return found


def redactor() -> ImageRedactorEngine:
    """Presidio for Japanese."""
    names = NerModelConfiguration(
        model_to_presidio_entity_mapping=_LABELS, labels_to_ignore=_others(), default_score=0.85
    )
    language = SpacyNlpEngine(models=[{"lang_code": "ja", "model_name": "ja_ginza"}], ner_model_configuration=names)
    named = SpacyRecognizer(supported_language="ja", supported_entities=["PERSON", "LOCATION", "DATE_TIME"])
    registry = RecognizerRegistry(recognizers=[named, *_by_pattern()], supported_languages=["ja"])
    analyzer = UnspacedAnalyzer(registry=registry, nlp_engine=language, supported_languages=["ja"])
    return ImageRedactorEngine(ImageAnalyzerEngine(analyzer, LinesOCR()))


def _others() -> list[str]:
    import spacy

    return [label for label in spacy.load("ja_ginza").get_pipe("ner").labels if label not in _LABELS]


def _by_pattern() -> list[PatternRecognizer]:
    flags = re.MULTILINE
    return [
        PatternRecognizer(
            supported_entity=entity,
            name=f"{entity}_pattern",
            supported_language="ja",
            patterns=[Pattern(f"{entity}_{i}", expression, 0.8) for i, expression in enumerate(expressions)],
            global_regex_flags=flags,
        )
        for entity, expressions in (*_SENSITIVE.items(), *_PERSONAL.items())
    ]


_redactor: ImageRedactorEngine | None = None


def _redact(file: str, folder: str, entities: list[str]) -> str:
    """Writes the redacted page; the page as it came, and the error's name, when Presidio fails on it."""
    page = Image.open(file).convert("RGB")
    wrong = ""
    try:
        page = _redactor.redact(page, ocr_kwargs={"lang": "jpn"}, language="ja", entities=entities)
    except Exception as error:  # noqa: BLE001 (one page must not end the comparison; it is counted)
        wrong = type(error).__name__
    page.save(Path(folder) / Path(file).name, compress_level=1)
    return wrong


def main() -> None:
    """Takes {pages, folder, manner} as JSON on standard input; answers {seconds, failed}."""
    global _redactor  # noqa: PLW0603 (loaded once, before the workers are forked)
    wanted = json.load(sys.stdin)
    entities = list(_SENSITIVE) + (["PERSON", *_PERSONAL] if wanted["manner"] == "everything" else [])
    jobs = [(page, wanted["folder"], entities) for page in wanted["pages"]]
    _redactor = redactor()
    blank = Image.new("RGB", (400, 400), "white")
    _redactor.redact(blank, ocr_kwargs={"lang": "jpn"}, language="ja", entities=entities)
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        began = time.perf_counter()
        failed = [wrong for wrong in pool.starmap(_redact, jobs, chunksize=1) if wrong]
        seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "failed": len(failed)}))


if __name__ == "__main__":
    main()
