"""The command `kaiji`: every command a person types, each a few lines that call what does the work."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import OperationalError

from tasks import cli_audit, cli_fees, cli_letters, cli_outbox, cli_report, cli_sla, cli_users
from tasks.case.business_days import JST
from tasks.case.errors import KaijiError
from tasks.case.waiting import Urgency
from tasks.environment import environment
from tasks.settings import Settings, load_settings

_HELP = "Paper in, letter out, and the clock kept: workflow automation for Japanese privacy desks."
_app = typer.Typer(help=_HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
_case = typer.Typer(help="Look at cases.", no_args_is_help=True)
_policy = typer.Typer(help="Look at policies.", no_args_is_help=True)
_app.add_typer(_case, name="case")
_app.add_typer(cli_audit.app, name="audit")
_app.add_typer(cli_fees.app, name="fee")
_app.add_typer(cli_letters.app, name="letter")
_app.command("outbox")(cli_outbox.outbox)
_app.command("sla")(cli_sla.sla)
_app.add_typer(_policy, name="policy")
_app.command("report")(cli_report.report)
_app.add_typer(cli_users.app, name="user")
_NOT_OTHERS = 0o027  # the group may read, others nothing
_WIDE = None if sys.stdout.isatty() else 160  # a log file has no width of its own
_console, _errors = Console(width=_WIDE), Console(stderr=True, width=_WIDE)


def main() -> None:
    """Runs a command; what a person can mend is said in one sentence, without a traceback.

    What a command, or a server that it starts, writes is for its own account and group: papers, letters and logs are
    nobody else's matter.
    """
    os.umask(os.umask(_NOT_OTHERS) | _NOT_OTHERS)
    try:
        _app()
    except KaijiError as mistake:
        _errors.print(f"[red]kaiji:[/red] {mistake}", highlight=False)
        sys.exit(1)
    except OperationalError:
        _errors.print(
            "[red]kaiji:[/red] The database does not answer; start the house with `kaiji up`.", highlight=False
        )
        sys.exit(1)


@contextmanager
def _until_interrupted() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the command quietly, once everything is stopped."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell without a terminal makes children ignore it
    try:
        yield
    except KeyboardInterrupt:
        _say("stopped")


def _say(text: str) -> None:
    _console.print(f"[dim]{datetime.now(JST):%H:%M:%S}[/dim] {text}", highlight=False)


def _house_settings() -> Settings:
    """The settings, and the environment that Prefect reads when it is imported."""
    settings = load_settings()
    os.environ.update(environment(settings))
    (settings.root / "prefect").mkdir(parents=True, exist_ok=True)  # Prefect wants its home when it is imported
    return settings


@_app.command()
def up() -> None:
    """Start the whole house: database, Prefect server, worker, deployments, desk. Ctrl-C stops all."""
    settings = _house_settings()
    from tasks.up import running

    with _until_interrupted(), running(settings, _say) as house:
        _console.print(f"\n[bold]Prefect[/bold] {settings.prefect_url}/v2   [bold]desk[/bold] {settings.desk_url}")
        _console.print(f"inbox {settings.inbox}\nCtrl-C stops all.", highlight=False)
        house.keep_alive()


@_app.command()
def demo(
    *,
    auto: Annotated[bool, typer.Option(help="Play the people too, compare with expected.toml, and stop.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Only these samples.")] = None,
    history: Annotated[
        str | None, typer.Option(help="Begin with a made-up past of 2y, 6m or 90d, marked as sample data.")
    ] = None,
    history_cases: Annotated[
        int | None, typer.Option(min=1, help="How many past cases; default: 2,000 a year.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another number makes another past.")] = 7,
) -> None:
    """Start a fresh house with the sample packets, run the intake, and say where to click."""
    from tasks.demo import History, play, show
    from tasks.demo.history import days_of

    past = History(history, history_cases, seed) if history and days_of(history) else None
    with _until_interrupted():
        if auto:
            sys.exit(0 if play(_console, only or [], past) else 1)
        show(_console, only or [], past)


@_app.command()
def intake(
    inbox: Annotated[Path | None, typer.Option(help="Folder to take packets from; default: the home's inbox.")] = None,
) -> None:
    """Take what lies still in the inbox; each packet becomes a case that waits for a person, or quarantine."""
    if inbox is not None:
        os.environ["KAIJI_INBOX_FOLDER"] = str(inbox.resolve())
    settings = _house_settings()
    from tasks.intake_progress import run_intake

    run_intake(settings, _console)


@_app.command()
def inspect(
    packets: Annotated[list[Path], typer.Argument(help="Folders or single files.", exists=True)],
    policy: Annotated[str, typer.Option(help="Name of a policy, or a policy file.")],
    received_on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The Japanese day the packet arrived.")],
    out: Annotated[Path, typer.Option(help="Folder for report.json and redacted.pdf of each packet.")],
) -> None:
    """Read, redact and check packets, without server or database."""
    from tasks.inspect_packet import inspect_many

    inspect_many(packets, policy, received_on.date(), out, progress=lambda packet: _say(f"inspected {packet}"))


@_app.command()
def verify(
    files: Annotated[list[Path], typer.Argument(help="Redacted PDF or picture files, made by any tool.", exists=True)],
    *,
    strict: Annotated[
        bool, typer.Option(help="As for kaiji's own files: one picture a page and nothing else.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Say whether redacted files hide what they seem to hide; exit 0 only when every file is clean."""
    from tasks.redact.check_file import check_files, report_of

    checked = list(check_files(files, strict=strict))
    if as_json:
        _console.print_json(json.dumps([report_of(each) for each in checked], ensure_ascii=False))
    for each in checked if not as_json else []:
        word = "[green]clean[/green]" if each.clean else "[red]not clean[/red]"
        _console.print(f"{word} ", end="")
        _console.print(str(each.file), markup=False, highlight=False)
        for line in each.lines():
            _console.print(f"  {line}", markup=False, highlight=False)
    sys.exit(0 if all(each.clean for each in checked) else 1)


@_case.command("list")
def case_list() -> None:
    """List open cases, the most urgent first, with who is asked and who has each."""
    from tasks.desk.worklist import count_left_out, read_worklist
    from tasks.wiring import open_house

    house = open_house(load_settings())
    listed = read_worklist(house)
    table = Table("case", "company", "asks for", "waits at", "of", "assigned to", "received", "due", "days left")
    for case in listed.waiting:
        late = case.urgency is Urgency.OVERDUE
        left = "held" if case.urgency is Urgency.HELD else f"{-case.left} overdue" if late else str(case.left)
        named = (case.number, case.policy, ", ".join(case.kinds), case.wait.key, ", ".join(case.asked_of))
        table.add_row(*named, case.assigned_to, case.received_on.isoformat(), case.due_on.isoformat(), left)
    _console.print(table)
    if listed.moving:
        _say(f"{listed.moving} more are being moved by kaiji and wait for nobody.")
    if left_out := count_left_out(house):
        _say(f"{left_out} open sample cases are not worked on, and not in this list.")


@_case.command("show")
def case_show(number: str) -> None:
    """Show what happened to a case; no personal data."""
    from tasks.desk.history import case_history
    from tasks.wiring import open_house

    table = Table("when", "what", "who", "facts", title=number)
    for event in case_history(open_house(load_settings()), number):
        facts = json.dumps(event.facts, ensure_ascii=False)
        table.add_row(f"{event.at.astimezone(JST):%Y-%m-%d %H:%M:%S}", event.kind, event.actor, facts)
    _console.print(table)


@_case.command("join")
def case_join(
    stray: Annotated[str, typer.Argument(help="The case that was opened by mistake; it is closed.")],
    into: Annotated[str, typer.Argument(help="The case that its papers belong to; it is checked anew.")],
    person: Annotated[str, typer.Option(help="Who says so, such as sato.")],
) -> None:
    """Add the papers of one case to another, where kaiji could not tell that they belong to it."""
    settings = _house_settings()
    from tasks.check.join_cases import join_cases
    from tasks.decide.runs import end_run, ensure_run
    from tasks.engines.prefect_api import open_client
    from tasks.reply.withdraw import put_away_withdrawn
    from tasks.wiring import open_house

    house = open_house(settings)
    join_cases(house, stray, into, cli_fees.handle(person))
    for number in (stray, into):
        put_away_withdrawn(house, number)
    with open_client(settings.prefect_url) as client:
        end_run(house, client, stray)
        ensure_run(house, client, into)
    _console.print(f"{stray} is closed; its papers were checked with those of {into}.", highlight=False)


@_policy.command("list")
def policy_list() -> None:
    """List the policies that are known."""
    from tasks.policy import list_policies

    for name in list_policies(load_settings().policies):
        _console.print(name)


@_policy.command("check")
def policy_check(
    name_or_file: Annotated[str | None, typer.Argument(help="Name of a policy, or a policy file.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every policy, older versions too.")] = False,
) -> None:
    """Say every mistake in policy files at once, with its line and its cure; exit 1 for mistakes, 0 for warnings only."""
    from tasks.policy import check_policy, find_policy, load_policy

    folder = load_settings().policies
    if every == (name_or_file is not None):
        raise typer.BadParameter("name one policy or file, or say --all")
    wrong = 0
    for file in sorted(folder.glob("*.toml")) if every else [find_policy(name_or_file or "", folder)]:
        found = check_policy(file)
        mistakes = [each for each in found if not each.warning]
        wrong += len(mistakes)
        state = f"{len(mistakes)} to mend" if mistakes else "in order"
        told = f"{file.name}: {state}" + (
            f", {len(found) - len(mistakes)} to look at" if len(found) > len(mistakes) else ""
        )
        _console.print(told, markup=False, highlight=False)
        for each in found:
            word = "look at" if each.warning else "mend"
            _console.print(f"  {word}: {each}", markup=False, highlight=False, soft_wrap=True)
        if not mistakes:
            wrong += cli_letters.tell_changed(load_policy(file))
    sys.exit(1 if wrong else 0)


@_policy.command("explain")
def policy_explain(
    name_or_file: str,
    lang: Annotated[str, typer.Option(help="ja, en or both.")] = "both",
    out: Annotated[Path | None, typer.Option(help="A .pdf, .html or .md file; default: the terminal.")] = None,
) -> None:
    """Say in plain sentences everything a policy says, leaves open and adds, as a page to sign."""
    from tasks.policy.explain import LANGUAGES, to_markdown
    from tasks.policy_page import explain_file, write_page

    if lang not in LANGUAGES:
        raise typer.BadParameter("write ja, en or both", param_hint="--lang")
    told = explain_file(name_or_file, load_settings().policies)
    if out is None:
        _console.print(to_markdown(told, LANGUAGES[lang]), markup=False, highlight=False, soft_wrap=True)
    else:
        write_page(told, LANGUAGES[lang], out)


@_app.command()
def forms(
    policy: Annotated[str, typer.Option(help="Name of a policy, or a policy file.")],
    out: Annotated[Path, typer.Option(help="Folder for the forms.")],
    lang: Annotated[str, typer.Option(help="ja, bilingual, or both.")] = "both",
    slip: Annotated[
        str | None, typer.Option(help="Only a return slip that bears this case's number, for a lost one.")
    ] = None,
) -> None:
    """Print a policy's request forms, agent's papers and return slip as PDF, with where each box lies as JSON."""
    from tasks.forms.write_forms import languages_of, write_forms, write_slips
    from tasks.policy import load_policy

    chosen, languages = load_policy(policy, load_settings().policies), languages_of(lang)
    files = write_slips(chosen, out, languages, slip) if slip else write_forms(chosen, out, languages)
    for file in files:
        _console.print(str(file), markup=False, highlight=False)


@_app.command()
def doctor() -> None:
    """Say what is missing on this machine and how to mend it; show the settings without secrets."""
    from tasks.doctor import examine, shown_settings

    settings = load_settings()
    table = Table("what", "state", "how to mend it")
    findings = list(examine(settings))
    for finding in findings:
        state = "[green]ok[/green]" if finding.fine else "not here" if finding.optional else "[red]missing[/red]"
        table.add_row(finding.what, state, "" if finding.fine else finding.mend)
    _console.print(table)
    for name, value in shown_settings(settings).items():
        _console.print(f"{name} = {value}", highlight=False)
    sys.exit(0 if all(finding.fine or finding.optional for finding in findings) else 1)
