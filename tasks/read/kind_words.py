"""The words by which a form's list or a letter's sentence names each kind of request, in Japanese and in English."""

import re

from tasks.case.words import RequestKind

_NO_RECORDS = r"(?<!提供記録[のを])(?<!提供の記録[のを])(?<!提供に関する記録[のを])(?<!提供に係る記録[のを])"
_RECORDS_OF = r"第[三二]者(?:へ|から|に対する)?(?:の)?提供(?:の|に関する|に係る)?記録"
_BOTH = rf"個人(?:データ|情報)(?:及び|並びに|又は|と|や|、|,|[・·])(?:その)?{_RECORDS_OF}"  # one 開示 for the data and the records
# Readers take 目 for 日 and 正 for 止 where a stroke is lost; an option's words allow for both.
_JAPANESE = {
    RequestKind.PURPOSE_NOTICE.value: r"利用[目日]的(?:の|を)?(?:通知)",
    RequestKind.DISCLOSURE.value: rf"(?<!非)(?<!不){_NO_RECORDS}[開閞][示小](?!等|請求(?:書|者|等|権|手続|に|の|を)|対象|の(?:求め|請求)|の?(?:決定|方法|可否|実施|手続))",
    RequestKind.TP_RECORDS.value: _RECORDS_OF,
    RequestKind.CORRECTION.value: r"[訂訃][正止](?!印|後|前)|追加(?:又は|[・·]|,|及び)?削除|内容の(?:追加|削除)",
    RequestKind.SUSPEND_ERASE.value: r"利用(?:の)?停[止正]|消[去夫]",
    RequestKind.STOP_PROVISION.value: r"第[三二]者(?:へ|に対する)?(?:の)?提供(?:の)?(?:停[止正]|禁[止正])|提供(?:の)?(?:停[止正])",
}
_USE = r"(?:OF)?(?:THE)?(?:US(?:E|AGE)|UTILI[SZ]ATION)"
_STOP = r"(?:STOP(?:PING|PAGE)?|SUSPENSION|CESSATION|DIS?CONTINU(?:ANCE|ATION)|PROHIBITION|CEASE)"
_THIRD = r"(?:(?:OF)?(?:THE)?PROVISION(?:OF(?:MY|THE)?(?:PERSONAL)?(?:DATA|INFORMATION))?TO(?:AN?|THE)?THIRD-?PART(?:Y|IES)|(?:OF)?(?:THE)?THIRD-?PARTYPROVISION)"
_RECORDS = r"(?:OF)?(?:THE|MY|YOUR)*(?:RECORDS?OF|THIRD-?PARTYPROVISIONRECORD)"
_ENGLISH = {
    RequestKind.PURPOSE_NOTICE.value: rf"NOTI(?:FICATION|CE)OF(?:THE)?PURPOSES?(?:{_USE})?",
    RequestKind.DISCLOSURE.value: rf"(?<!NON)(?<!NON-)DISCLOSURE(?!,?ETC|REQUEST|,CORRECTION|{_RECORDS}|METHOD|SHALL)",
    RequestKind.TP_RECORDS.value: rf"RECORDS?{_THIRD}|THIRD-?PARTYPROVISIONRECORDS?",
    RequestKind.CORRECTION.value: r"CORRECTION(?!FLUID|TAPE)|AMENDMENT|^[^A-Z]{0,4}(?:ADDITION(?!AL)|DELETION)",
    RequestKind.SUSPEND_ERASE.value: rf"{_STOP}{_USE}|ERASURE|CANCEL(?:LATION)?(?:OF)?(?:THE|MY|YOUR)?(?:MEMBERSHIP|REGISTRATION|ACCOUNT)|DISCONTINUANCE(?!OF)",
    RequestKind.STOP_PROVISION.value: rf"{_STOP}{_THIRD}|(?<!RECORD)(?<!RECORDS)(?<!RECORDOF)(?<!RECORDSOF)(?<!RECORDOFTHE)(?<!RECORDSOFTHE){_THIRD}(?!RECORD)",
}
KIND_WORDS = {code: f"{_JAPANESE[code]}|{_ENGLISH[code]}" for code in _JAPANESE}

# In a sentence what is asked for has なになにを請求します behind it, or I request before it.
_SAID_IN_JAPANESE = _JAPANESE | {
    RequestKind.DISCLOSURE.value: rf"(?<!非)(?<!不){_NO_RECORDS}[開閞][示小](?!等|対象)|{_BOTH}",
    RequestKind.SUSPEND_ERASE.value: rf"{_JAPANESE[RequestKind.SUSPEND_ERASE.value]}|(?:会員|利用者|アカウント)?登録(?:の)?(?:抹消|取消|解除)",
}
_SAID_IN_ENGLISH = _ENGLISH | {
    RequestKind.DISCLOSURE.value: rf"(?<!NON)(?<!NON-)DISCLOS(?:URE|E)(?!,?ETC|D|REQUEST|{_RECORDS})",
    RequestKind.CORRECTION.value: r"CORRECT(?:ION)?(?!LY|NESS)|AMENDMENT|AMENDMY",
    RequestKind.SUSPEND_ERASE.value: rf"{_ENGLISH[RequestKind.SUSPEND_ERASE.value]}|ERASE|DELET(?:E|ION)|STOPUSING|CEASEUSING",
    RequestKind.STOP_PROVISION.value: rf"{_ENGLISH[RequestKind.STOP_PROVISION.value]}|(?:STOP|CEASE)PROVIDING",
}
_ASKS = re.compile(r"を(?:ご)?(?:請求|申請|依頼|申出|要求|お願い|求め)(?:いた)?(?:し)?(?:申し上げ)?ます")
_ASKS_FOR = re.compile(
    r"\bI\s*(?:hereby\s*|would\s*like\s*to\s*|wish\s*to\s*)?(?:request|ask|demand|apply\s*for)(?!ed|s\b|ing)|\bplease\s*(?=disclose|correct|erase|delete|stop|cease)",
    re.IGNORECASE,
)
_BESIDE_KIND = re.compile(r"追加|削除|消去|停止|又は|または|及び|および|等|請求|ADDITION|DELETION|ERASURE|OR|AND")
_PARTS = re.compile(r"[・·/／、,|｜]")
_SENTENCE_ENDS = re.compile(r"[.!?](?:\s|$)|[。！？:：]")
_HEADS_LIST = re.compile(r"\b(?:tick|check|select|choose|mark|following|below)\b", re.IGNORECASE)
_WRAPPED = 30  # letters of a line that breaks off after "I request", where a heading would be shorter


def asked_in_japanese(before: str) -> frozenset[str]:
    """The kinds that a squeezed clause names before を請求します."""
    return _named(_SAID_IN_JAPANESE, before)


def names_kinds(value: str) -> frozenset[str]:
    """The kinds that a squeezed answer beside 請求の種類 or Request names."""
    return _named(_SAID_IN_JAPANESE, value) | _named(_SAID_IN_ENGLISH, value)


def names_only(value: str) -> bool:
    """Whether a squeezed answer is one kind and no list in which another item was misread: 開示・訂王."""
    words = "|".join((*_SAID_IN_JAPANESE.values(), *_SAID_IN_ENGLISH.values()))
    rest = _BESIDE_KIND.sub("", re.sub(words, "", value))
    return not (_PARTS.search(rest) and re.search(r"\w", rest))


def asks_at(line: str, after: str) -> int | None:
    """Where を請求します begins in a squeezed line, though the next line may end it; None where it does not."""
    found = _ASKS.search(line + after[:12])
    return found.start() if found and found.start() < len(line) else None


def asked_in_english(line: str, after: str) -> frozenset[str]:
    """The kinds that a sentence names after "I request", which begins in a line and may end in the next."""
    found = _ASKS_FOR.search(line)
    if found is None:
        return frozenset()
    sentence = f"{line[found.end() :]} {after}"
    if _HEADS_LIST.search(line) or (not line[found.end() :].strip() and len(line) < _WRAPPED):
        return frozenset()  # what follows is a list to choose from
    end = _SENTENCE_ENDS.search(sentence)
    told = sentence[: end.start()] if end else sentence
    return _named(_SAID_IN_ENGLISH, re.sub(r"\s", "", told).upper())


def _named(words: dict[str, str], text: str) -> frozenset[str]:
    return frozenset(code for code, pattern in words.items() if re.search(pattern, text))
