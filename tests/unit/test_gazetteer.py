"""Japan Post's list of places answers whoever asks."""

from concurrent.futures import ThreadPoolExecutor

from tasks.engines.gazetteer import places_of


def test_any_thread_may_ask():
    """Prefect and the pool ask from threads other than the one that imported the list."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(places_of, "542-0086").result() == places_of("542-0086") != []
