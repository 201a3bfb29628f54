"""`kaiji report` on a house's own record: its cases counted, its company called by its policy's name."""

import io

import pdfplumber
from typer.testing import CliRunner

from tasks.cli import _app
from tests.support.cases import open_case


def test_the_report_of_a_house_counts_its_cases_and_names_its_company(house, monkeypatch, tmp_path):
    """Whoever runs the command gets this month's receipts under the company's name, and nobody's personal data."""
    numbers = [open_case(house, b"one"), open_case(house, b"two")]
    monkeypatch.setattr("tasks.cli_report.open_house", lambda _: house)
    month, out = f"{house.today():%Y-%m}", tmp_path / "month.pdf"
    ran = CliRunner().invoke(_app, ["report", "--month", month, "--lang", "en", "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    with pdfplumber.open(io.BytesIO(out.read_bytes())) as opened:
        text = "\n".join(page.extract_text() for page in opened.pages)
    with house.database.transaction() as session:
        policy = house.policy_for(session, house.settings.policy, house.now())
    assert f"{len(set(numbers))} requests were received and 0 answered" in text
    assert f"All companies: {policy.company.name_en}" in text
    assert "林田" not in text
