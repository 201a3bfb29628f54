"""Declared sources of held data: what the check says of a wrong one, and that a query can only be one SELECT."""

import tomllib

import pytest

from tasks.policy import Policy
from tasks.policy.check import check_table
from tasks.policy.loader import POLICY_FOLDER
from tasks.policy.source_mistakes import is_one_select
from tasks.policy.toml_lines import key_lines
from tasks.settings import Settings

TOCARO = (POLICY_FOLDER / "tocaro.toml").read_text(encoding="utf-8").partition("\n# The systems that hold")[0]
COLUMN = '\n[[source.column]]\nname = "name"\nlabel_ja = "氏名"\nlabel_en = "Name"\nkey = "name"\n'
BORN = '\n[[source.column]]\nname = "born"\nlabel_ja = "生年月日"\nlabel_en = "Birth date"\nkey = "birth_date"\n'
QUERY = "SELECT name, born FROM people WHERE name IN :names"
SOURCE = f"""
[[source]]
code = "crm"
name_ja = "顧客管理"
name_en = "CRM"
kind = "sql"
owner = "営業部"
purpose_ja = "連絡のため"
purpose_en = "To get in touch"
query = "{QUERY}"
keys = ["name", "birth_date"]
source = "ours: sample"
{COLUMN}{BORN}"""


def found(*edits, source=SOURCE):
    """The mistakes of a policy with this source, as key and what is wrong."""
    for old, new in edits:
        assert old in source
        source = source.replace(old, new, 1)
    text = TOCARO + source
    return [(each.key, each.says, each.cure, each.line) for each in check_table(tomllib.loads(text), key_lines(text))]


def test_a_source_in_order_has_no_mistake():
    """And is part of the policy, with what nobody wrote at its default."""
    assert found() == []
    (source,) = Policy.model_validate(tomllib.loads(TOCARO + SOURCE)).source
    assert (source.seconds, source.most, source.holds) == (10, 200, "data")
    assert list(source.key_columns()) == [("name", "name"), ("born", "birth_date")]


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        (":names", ":names; DELETE FROM people", "source.0.query", "not one single SELECT"),
        (QUERY, "DELETE FROM people WHERE name IN :names", "source.0.query", "not one single SELECT"),
        (QUERY, "SELECT FROM WHERE", "source.0.query", "not one single SELECT"),
        ("IN :names", "= :nmae", "source.0.query", '"nmae" is not among'),
        ("IN :names", "= :email", "source.0.query", '"email" is not among'),
        ("IN :names", "= :name::text", "source.0.query", "binds nothing"),
        (f'query = "{QUERY}"\n', "", "source.0.kind", "needs a query"),
        ('kind = "sql"', 'kind = "csv"', "source.0.query", "kind csv has no query"),
        ('kind = "sql"', 'kind = "sqlite"', "source.0.kind", "cannot stand"),
        ('keys = ["name", ', 'keys = ["name", "phone", ', "source.0.keys", "no column holds that"),
        ('keys = ["name", ', 'keys = ["nam", ', "source.0.keys", "cannot stand"),
        ('key = "name"', 'key = "postcode"', "source.0.column", "tells whose a record is"),
        ('label_en = "Birth date"\n', "", "source.0.column.1.label_en", "is missing"),
        ('label_ja = "生年月日"', 'label_ja = "氏名"', "source.0.column.1.label_ja", "given to two columns"),
        ('code = "crm"', 'code = "CRM 1"', "source.0.code", "pattern"),
        ('kind = "sql"\nowner = "営業部"', 'kind = "http"\npath = ".evil.example/{name}"\nowner = "営業部"', "source.0.path", "change the host"),
        ('owner = "営業部"\n', "", "source.0.owner", "is missing"),
        ('owner = "営業部"\n', 'owner = "営業部"\nurl = "postgresql://x"\n', "source.0.url", "not a key"),
    ],
)  # fmt: skip
def test_each_mistake_of_a_source_is_told_at_its_line(old, new, key, says):
    """What is wrong, at the key where it stands, with a cure."""
    told = found((old, new))
    mine = [each for each in told if each[0] == key and says in each[1]]
    assert mine, told
    assert mine[0][2]


def test_a_code_is_given_once():
    """Settings and records name a source by it."""
    assert [key for key, *_ in found(source=SOURCE + SOURCE)] == ["source.1.code"]


def test_the_columns_of_a_second_source_have_lines_of_their_own():
    """They are counted anew in each source."""
    second = SOURCE.replace('"crm"', '"erp"').replace('label_en = "Name"\n', "")
    ((key, *_, line),) = found(source=SOURCE + second)
    assert key == "source.1.column.0.label_en"
    assert line > (TOCARO + SOURCE).count("\n")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1; SELECT 2",
        "INSERT INTO a VALUES (1)",
        "WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone",
        "SELECT a INTO b FROM c",
        "SELECT a FROM b FOR UPDATE",
        "CREATE TABLE a (b int)",
        "PRAGMA writable_schema = 1",
        "VACUUM",
        "COPY a TO PROGRAM 'x'",
        "CALL p()",
        r"SELECT 'a\'; DELETE FROM x; --' AS name",
        "SELECT 1 /*!50000 INTO OUTFILE '/tmp/x' */",
        "SELECT pg_read_file('/etc/passwd') AS name",
        "SELECT pg_catalog.pg_read_file('/etc/passwd') AS name",
        "SELECT \"lo_import\"('/etc/passwd') AS name",
        "SELECT * FROM dblink('x', 'DELETE FROM a') AS t(name text)",
        "SELECT nextval('numbers') AS name",
        "SELECT load_extension('x') AS name",
        "SELECT SLEEP(9) AS name",
        "",
        "SELECT a FROM",
    ],
)
def test_what_is_more_than_one_select_is_none(query):
    """Whatever a database might make of it."""
    assert not is_one_select(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT a FROM b WHERE c IN :names -- only names\n",
        "WITH q AS (SELECT 1 AS a) SELECT a FROM q",
        "SELECT a FROM b UNION ALL SELECT a FROM c",
        "SELECT TOP 5 [full name] FROM [dbo].[people]",
        "SELECT `a` FROM `b`",
        "SELECT data->>'a' AS a FROM b WHERE x = CAST(:birth_date AS date)",
    ],
)
def test_a_select_of_any_dialect_is_one(query):
    """The check holds nobody to one maker's SQL."""
    assert is_one_select(query)


def test_where_a_source_lies_is_a_setting_that_shows_nothing(monkeypatch):
    """From the environment as JSON; a password is not shown, and the settings can still be compared."""
    monkeypatch.setenv("KAIJI_SOURCES", '{"crm": "postgresql+psycopg://kaiji:hunter2@db/crm"}')
    settings = Settings()
    assert settings.source_address("crm") == "postgresql+psycopg://kaiji:hunter2@db/crm"
    assert settings.source_address("erp") is None
    assert "hunter2" not in repr(settings) + str(settings.model_dump(mode="json"))
    assert hash(settings) == hash(Settings())
