"""A server of the tests' own that takes what Apprise or Prefect's automations send."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class Inbox(HTTPServer):
    """Takes JSON messages, or refuses them."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Post)
        self.got, self.refuses = [], False

    @property
    def address(self):
        """As the setting has it, with a password that may be told to nobody."""
        return f"json://desk:hunter2@127.0.0.1:{self.server_port}/token-4711"


class Post(BaseHTTPRequestHandler):
    """One message."""

    def do_POST(self):
        """Keeps it."""
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.server.refuses:
            self.server.got.append(json.loads(content))
        self.send_response(500 if self.server.refuses else 200)
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


@contextmanager
def listening():
    """An inbox that takes messages until the context ends."""
    with Inbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
