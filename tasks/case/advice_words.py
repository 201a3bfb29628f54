"""The sentences of kaiji's advice, each naming the choice of the form that it speaks of."""

from tasks.case.bilingual import Said
from tasks.case.words import RequestKind

# Confirm the reading
OTHER_PAPERS = Said(
    "Make sure first that no papers of another person, or meant for another company, are among these.",
    "別の方の書類や、別の会社に宛てた書類が混ざっていないか、先にご確認ください。",
)
BAD_SCAN = Said(
    "Consider “scan again” first: so much could not be read that the scan may be at fault.",
    "先に「再スキャンへ差し戻す」をご検討ください。読み取れない項目が多く、スキャンの状態による可能性があります。",
)
FAILS_CONFIRM = Said(
    "“Deficient” is likely: a check fails. Confirm it on the pages; “sound” then needs a reason.",
    "「不備あり」と考えられます。不適合の項目をページでご確認ください。「問題なし」とする場合は理由が必要です。",
)
VARIANTS = Said(
    "“Sound” is likely, if only the form of a character or the way of writing differs on the pages.",
    "ページ上の違いが字体や表記のみであれば、「問題なし」と考えられます。",
)
NO_RULE = Said(
    "Judge whether the papers suffice; what the company never asked for in public is no deficiency by itself.",
    "書類が足りているかどうかをご判断ください。会社が公表していない要件を満たさないことのみでは、不備となりません。",
)
COMPARE = Said(
    "Compare each point with the pages: “sound” if all are in order, “deficient” only if a paper or an entry is lacking.",
    "各項目をページと照合し、すべて整っていれば「問題なし」、書類や記載が欠けている場合に限り「不備あり」を選択してください。",
)
# Release the deficiency letter
ASK_FOR_IT = Said(
    "“Release”, unless one of the papers suffices after all.",
    "いずれかの書類で足りる場合を除き、「発送を承認する」をお勧めします。",
)
PERSON_FOUND = Said(
    "“Release”: whoever confirmed the reading found something missing.",
    "読取りの確認で不備ありとされているため、「発送を承認する」をお勧めします。",
)
# Decide
NO_KIND = Said(
    "Choose what was requested: no kind could be read from the form.",
    "請求の種類を読み取れませんでした。請求書をご確認のうえ、該当する種類についてご決定ください。",
)
NOT_SUPPLIED = Said(
    "The requester did not supply what was asked for: see whether a formal ground of the policy applies.",
    "求めた補正がされていません。規程に定める形式上の理由に当たるかどうかをご検討ください。",
)
NEAR_FIRST = Said(
    "Say first, on the evidence page, whose the near matches are; have a misread name or address put right.",
    "先に証拠画面で、候補がご本人のものかどうかをご確認ください。氏名・住所の読み誤りがあれば修正してください。",
)
SEARCH_FAILED = Said(
    "“Search the held data again” first: a system could not be searched, which does not mean that it holds nothing.",
    "先に「保有データを検索し直す」をお勧めします。検索できていないシステムがあり、該当なしとは限りません。",
)
NOTHING_HELD = Said(
    "No held data was found: check the search before you answer “no such data”.",
    "保有個人データが見つかりませんでした。「該当データなし」とする前に、検索の内容をご確認ください。",
)
NOT_SEARCHED = Said(
    "The policy declares no source of held data, so nothing was searched: have sources declared ([[source]]).",
    "規程に保有データの検索元（[[source]]）の定めがないため、検索していません。検索元を定めてください。",
)
ALL_PASSED = Said(
    "Every check passed: grant, unless you find that a ground of refusal applies.",
    "すべての項目に適合しています。応じない理由に当たると判断される場合を除き、請求に応じることをお勧めします。",
)
SETTLED = Said(
    "Doubts were settled by a person: grant, unless you find that a ground of refusal applies.",
    "要確認の項目は担当者が確認済みです。応じない理由に当たると判断される場合を除き、請求に応じることをお勧めします。",
)
# What has to hold before some kinds are granted; whether it does, a person finds out.
CONDITION: dict[RequestKind, Said] = {
    RequestKind.CORRECTION: Said(
        "A correction is due where the content is not factual: look into it first.",
        "訂正等は内容が事実でない場合に行うものです。先に必要な調査を行ってください。",
    ),
    RequestKind.SUSPEND_ERASE: Said(
        "Suspension or erasure is due where a case of Art. 35(1) or (5) is found.",
        "利用停止等は、法第35条第1項又は第5項の場合に当たると認められるときに行うものです。",
    ),
    RequestKind.STOP_PROVISION: Said(
        "A stop of provision is due where a case of Art. 35(3) or (5) is found.",
        "第三者提供の停止は、法第35条第3項又は第5項の場合に当たると認められるときに行うものです。",
    ),
}
# Approve
AGREES = Said(
    "Nothing recorded speaks against the decision: approve it if you would decide the same on this evidence.",
    "記録上、決定と食い違う点はありません。同じ証拠により同じ決定をされる場合は、ご承認ください。",
)
LOOK_CLOSELY = Said(
    "Look closely before you approve: the decision and the record do not fit together.",
    "決定と記録に食い違いがあります。承認の前に、次の点を十分にご確認ください。",
)
GRANTS_NOTHING = Said(
    "Something is granted, while no held data of this person was found.",
    "請求に応じる決定ですが、ご本人の保有個人データが見つかっていません。",
)
GRANTS_UNMENDED = Said(
    "Something is granted, although the requester did not supply what was asked for.",
    "請求に応じる決定ですが、求めた補正がされていません。",
)
GRANTS_FAILED = Said(
    "Something is granted, although a check fails.", "請求に応じる決定ですが、不適合の項目があります。"
)
REFUSES_SOUND = Said(
    "Something is refused, while every check passed and held data was found: the ground must bear it.",
    "すべての項目に適合し、保有個人データも見つかっていますが、請求に応じない決定です。理由が十分かどうかをご確認ください。",
)
# Extend the due day
NO_PROMISE = Said(
    "Extend only for a reason that you could give the requester: the answer is due without delay.",
    "遅滞なく回答する必要があります。請求者に説明できる理由がある場合に限り、「延長する」を選択してください。",
)
WITHIN_PROMISE = Said(
    "The promise is kept: extend if the reason is one that you could give the requester.",
    "公表している回答期限の範囲内です。請求者に説明できる理由がある場合は、「延長する」を選択してください。",
)
BREAKS_PROMISE = Said(
    "“Keep the due day”: the new day would break what the company has promised in public.",
    "「延長しない」をお勧めします。新しい期限は、会社が公表している回答期限を過ぎます。",
)
ALREADY_LATE = Said("The due day has passed already.", "現在の期限を既に過ぎています。")
