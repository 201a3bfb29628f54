"""What can be wrong with the record, in English and Japanese; each is said of one place or several."""

from tasks.audit.cross_checks import Disagreement
from tasks.audit.verify import Tampering
from tasks.case.bilingual import Said
from tasks.store.events import Fault

PROBLEMS: dict[str, Said] = {
    Fault.CHANGED: Said("event changed after it was recorded", "記録された後に改変されています（記録の番号）"),
    Fault.OUT_OF_PLACE: Said(
        "event out of place: one before it was removed, slipped in or moved",
        "直前の記録の削除・挿入・入替えがあります（記録の番号）",
    ),
    Tampering.EVENT_OF_ANCHOR_GONE: Said(
        "event that an anchor names is gone or another: the end was cut off, or the chain written anew",
        "外部控えにある記録がないか異なります。末尾の削除又は連鎖の書換えがあります（記録の番号）",
    ),
    Tampering.ANCHOR_FORGED: Said(
        "line of anchors.csv that this house did not write there", "外部控え anchors.csv に正当でない行があります（行）"
    ),
    Tampering.ANCHORS_GONE: Said("lines of anchors.csv are missing", "外部控え anchors.csv の行が失われています"),
    Tampering.HEAD_UNKNOWN: Said(
        "no event has this digest: it was written down wrongly, or the chain was written anew",
        "このダイジェストの記録がありません。控えの写し誤り又は連鎖の書換えがあります",
    ),
    Disagreement.ANSWER_WITHOUT_EVENT: Said(
        "answer that no event tells of in the same words", "同じ内容の記録がない回答です"
    ),
    Disagreement.EVENT_WITHOUT_ANSWER: Said(
        "event of an answer that is not there once", "回答の記録に対応する回答が一つではありません"
    ),
    Disagreement.LETTER_WITHOUT_EVENT: Said(
        "letter that was not written as its event says", "書面の内容が作成の記録と一致しません"
    ),
    Disagreement.EVENT_WITHOUT_LETTER: Said(
        "event of a letter that is not there", "作成の記録に対応する書面がありません"
    ),
    Disagreement.LETTER_REPLACES_WRONGLY: Said(
        "letter issued again for one that it does not replace", "再発行元の書面が正しくない書面です"
    ),
    Disagreement.LETTER_FILE_CHANGED: Said(
        "file of a letter that is not the one that was written", "書面のファイルが作成されたものと異なります"
    ),
    Disagreement.CASE_NOT_OPENED_ONCE: Said(
        "case that was not opened by one event", "開始の記録が一つではない案件です"
    ),
    Disagreement.FIELD_EDITS_DISAGREE: Said(
        "corrected fields and their events disagree", "読取りの修正とその記録が一致しません"
    ),
    Disagreement.REDACTION_EDITS_DISAGREE: Said(
        "changed redactions and their events disagree", "塗りつぶしの修正とその記録が一致しません"
    ),
    Disagreement.UNMASKINGS_DISAGREE: Said(
        "looks without redaction and their events disagree", "塗りつぶしを解除した閲覧とその記録が一致しません"
    ),
    Disagreement.WORK_DISAGREES: Said(
        "work orders and the events that tell what was done disagree", "作業指示書の実施内容とその記録が一致しません"
    ),
}
