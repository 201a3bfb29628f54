"""The table of what the figures know of each case: made of its events, and made anew whenever that is not sure any more."""

from sqlmodel import Field, SQLModel


class CaseFigures(SQLModel, table=True):
    """The row of one case (`tasks.figures.case_row.CaseRow`) as one line of JSON; nothing here that the record does not say.

    `event_id`: the newest event of the case when the row was made; `made_by`: by which rules. `settled`: the case is closed,
    so that its line also holds what is else computed for each day (`tasks.figures.lines`).
    """

    __tablename__ = "case_figures"
    case_id: int = Field(primary_key=True, foreign_key="case.id", sa_column_kwargs={"autoincrement": False})
    event_id: int
    made_by: str
    settled: bool
    line: str
