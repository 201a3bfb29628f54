"""What Prefect runs of the reply stage."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.quiet import only_place_told
from tasks.reply import close, notices, put_out, work_orders, write_letters
from tasks.wiring import open_house


@task(name="write deficiency letter", cache_policy=NO_CACHE, persist_result=False)
def write_deficiency_letter(case_number: str) -> None:
    """Writes the letter that asks for what is missing."""
    with only_place_told():
        write_letters.write_letters(open_house(), case_number, "deficiency")


@task(name="write work orders", cache_policy=NO_CACHE, persist_result=False)
def write_orders(case_number: str) -> None:
    """Writes the work orders to the owners of the systems in which the data lies."""
    with only_place_told():
        work_orders.write_orders(open_house(), case_number)


@task(name="write reply", cache_policy=NO_CACHE, persist_result=False)
def write_reply(case_number: str) -> None:
    """Writes the letters that answer the request, as drafts."""
    with only_place_told():
        write_letters.write_letters(open_house(), case_number, "reply")


@task(name="write notices", cache_policy=NO_CACHE, persist_result=False)
def write_notices(case_number: str) -> None:
    """Writes the letters beside the answer that are due."""
    with only_place_told():
        notices.write_notices(open_house(), case_number)


@task(name="put out letters", cache_policy=NO_CACHE, persist_result=False)
def put_out_letters(case_number: str) -> None:
    """Puts the letters that a person has released into the outbox."""
    with only_place_told():
        put_out.put_out(open_house(), case_number)


@task(name="close case", cache_policy=NO_CACHE, persist_result=False)
def close_case(case_number: str) -> None:
    """Closes a case whose answer was posted."""
    with only_place_told():
        close.close_case(open_house(), case_number)
