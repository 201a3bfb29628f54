"""`/metrics`: the figures for Prometheus, to whoever has the token of the setting; without one there is no such page."""

import hmac
from collections.abc import Iterator

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from tasks.figures.frames import Frames
from tasks.figures.gauges import gauges_of
from tasks.figures.reading import read_frames
from tasks.wiring import House

PATH = "/metrics"


class Figures(Collector):
    """The metrics of these frames; a registry of its own holds it for one answer, and Prometheus' global one never."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every metric with its samples."""
        for gauge in gauges_of(self._frames):
            family = GaugeMetricFamily(f"kaiji_{gauge.name}", gauge.told, labels=gauge.labels)
            for labels, value in gauge.samples:
                family.add_metric(labels, value)
            yield family


def add_metrics(desk: FastAPI, house: House) -> None:
    """Adds the page; the gate lets it through, since Prometheus has no session."""

    @desk.get(PATH)
    def metrics(request: Request) -> Response:
        expected = house.settings.metrics_token.get_secret_value()
        if not expected:
            return PlainTextResponse("Not found. `kaiji doctor` says how metrics are turned on.\n", status_code=404)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), expected.encode()):
            refused = {"WWW-Authenticate": 'Bearer realm="kaiji metrics"'}
            return PlainTextResponse("Send the token of KAIJI_METRICS_TOKEN.\n", status_code=401, headers=refused)
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        registry = CollectorRegistry(auto_describe=False)
        registry.register(Figures(read_frames(house)))
        return Response(encode(registry), headers={"Content-Type": content_type})
