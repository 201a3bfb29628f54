"""Tells whose a field on a form is, the person's or the agent's, by its own words, the frame beside it or the heading above."""

import re
from dataclasses import dataclass

from tasks.engines.geometry import Box, shares_row
from tasks.engines.page_layout import Hit, Layout, Line, squeeze

PERSON, AGENT = "person", "agent"
_AGENT_WORDS = re.compile(r"代理人|受任者|後見人(?!が)|親権者|AGENT|PROXY|REPRESENTATIVE(?!DIRECTOR)")
_PERSON_WORDS = re.compile(
    r"THEPERSON|APPLICANT|REQUESTER|REQUESTOR|PRINCIPAL|DATASUBJECT|本人(?!との|確認|であ|以外|通知|限定)|請求者|申請者|依頼者|委任者|対象者|請求人|申出人"
)
_COLUMN_HEAD = re.compile(r"^(?:ご)?(?:本人|代理人|法定代理人|請求者)(?:様)?(?:欄)?(?:\([^)]*\))?$")
_LONGEST_HEADING, _LONGEST_IN_ENGLISH = 34, 60
_ENGLISH_HEADING = re.compile(
    r"^[\d.()]*(?:ABOUT|DETAILSOF|INFORMATION(?:ON|ABOUT|OF))?(?:THE)?(?:AGENT|PROXY|REPRESENTATIVE(?!DIRECTOR)|PERSON|APPLICANT|REQUESTER|REQUESTOR|PRINCIPAL|DATASUBJECT)(?!['’]?S?(?:FULL)?(?:NAME|ADDRESS))"
)


def role_of(layout: Layout, hit: Hit) -> str:
    """`person` or `agent` for the label found; a form that names neither speaks of the person."""
    own = word_role(squeeze(hit.line.text[hit.begin : hit.end])[0])
    if own:
        return own
    beside = [role for line in layout.lines if _frames(layout, line, hit) and (role := heading_role(line))]
    if beside:
        return beside[0]
    above = [
        (line, role)
        for line in layout.lines
        if line.box[3] <= hit.box[1] + 0.5 * line.height
        and not _shares_cell_row(line, hit)
        and (role := heading_role(line))
    ]
    return max(above, key=lambda pair: pair[0].box[1])[1] if above else PERSON


@dataclass(frozen=True)
class RoleColumn:
    """One column of a table whose columns are headed 本人 and 代理人, in pixels of the upright page."""

    role: str
    left: float
    right: float
    top: float
    bottom: float

    def room(self, layout: Layout, hit: Hit) -> Box:
        """The column's cell in the row of a label."""
        middle, y = (self.left + self.right) / 2, (hit.box[1] + hit.box[3]) / 2
        cell = layout.cell((middle - 2, y - 2, middle + 2, y + 2))
        return cell or (self.left, hit.box[1], self.right, hit.box[3])


def role_columns(layout: Layout) -> list[RoleColumn]:
    """The columns of the person and of the agent, where a table has both side by side; else none."""
    heads = [line for line in layout.lines if _COLUMN_HEAD.match(squeeze(line.text)[0]) and layout.cell(line.box)]
    for line in heads:
        row = [one for one in heads if shares_row(one.box, line.box) > 0.5]
        roles = {word_role(squeeze(one.text)[0]): layout.cell(one.box) for one in row}
        if set(roles) == {PERSON, AGENT} and roles[PERSON] != roles[AGENT]:
            return [
                RoleColumn(role, cell[0], cell[2], cell[3], _foot(layout, cell))
                for role, cell in roles.items()
                if role and cell
            ]
    return []


def _foot(layout: Layout, head: Box) -> float:
    """Where the wall on a column's left ends, some way below its head."""
    walls = [bottom for x, top, bottom in layout.rules.plumb if abs(x - head[0]) < layout.letter and top <= head[3]]
    return max(walls, default=head[3])


def word_role(text: str) -> str | None:
    """The role that a label or heading names; what stands in brackets counts only when nothing else does."""
    outside = re.sub(r"\([^)]*\)?", "", text)
    for part in (outside, text):
        if _AGENT_WORDS.search(part):
            return AGENT
        if _PERSON_WORDS.search(part):
            return PERSON
    return None


def heading_role(line: Line) -> str | None:
    """The role a line names when it is a heading: short, no sentence, no option to tick, no field of its own."""
    text, _ = squeeze(line.text)
    if len(text) > (_LONGEST_IN_ENGLISH if text.isascii() else _LONGEST_HEADING) or re.search(
        r"[。□☐☑■✓]|書類|委任による|未成年者の|確認|添付|同封|請求書|御中|場合は", text
    ):
        return None
    if re.match(
        r"^(?:代理人|法定代理人|本人|ご本人|請求者|申請者)(?:の)?(?:ご|御)?(?:氏名|住所|電話|生年|フリ|との)", text
    ):
        return None
    if text.isascii() and not _ENGLISH_HEADING.match(text):
        return None  # English sentences and the company's own address name agents as well
    return word_role("THEPERSON" if re.match(r"^[\d.()]*PERSON", text) else text)


def _frames(layout: Layout, line: Line, hit: Hit) -> bool:
    """Whether a line stands in a frame left of the label that is at least as tall as the label's row."""
    if line.box[2] > hit.box[0]:
        return False
    cell = layout.cell(line.box)
    if cell is None or cell[2] > hit.box[0] + layout.letter:
        return False
    return cell[1] <= hit.box[1] and hit.box[3] <= cell[3] and (cell[3] - cell[1]) > 2.2 * (hit.box[3] - hit.box[1])


def _shares_cell_row(line: Line, hit: Hit) -> bool:
    return shares_row(line.box, hit.box) > 0.5
