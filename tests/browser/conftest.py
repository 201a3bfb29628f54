"""What the tests in a browser share."""

import pytest

from tests.support.chromium import headless


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium; one for each module, since its loop must not run beside what other tests do."""
    with headless() as browser:
        yield browser
