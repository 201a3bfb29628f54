# Each target works alone from a bare clone: it installs what it needs first.
.DELETE_ON_ERROR:
.SUFFIXES:
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

# What the main job needs from the operating system, and what only samples and tests need.
APT_RUN := tesseract-ocr tesseract-ocr-jpn tesseract-ocr-osd fonts-ipaexfont fonts-ipamj-mincho \
	fonts-sil-gentiumplus libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libgl1 libglib2.0-0 python3-venv
APT_TEST := chromium fonts-noto-cjk fonts-klee fonts-yusei-magic fonts-kiloji poppler-utils
APT_BENCH := fonts-takao fonts-vlgothic fonts-ipafont-mincho fonts-motoya-l-cedar fonts-migmix fonts-seto
# What the bench sets beside kaiji, in an environment of its own; Presidio's Japanese comes from GiNZA's model.
PEERS := ocrmypdf presidio-analyzer presidio-image-redactor ja-ginza
# LibreOffice for the bench of letters, and what fills its templates.
APT_BENCH_LETTERS := libreoffice-writer-nogui
LETTER_PEERS := docxtpl
SET ?= report
PACKETS ?= 120
LETTERS ?= 500
SAMPLES ?= some
CASES ?= 100000

.PHONY: help setup setup-test demo test lint bench bench-resume bench-letters bench-figures-data bench-figures samples screenshots gallery lock clean

help: ## What there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

setup: .setup/apt-run .setup/run ## Make .venv and install what the main job needs
setup-test: setup .setup/apt-test .setup/test

demo: setup ## The main job: sample packets in, letters out; then look and click
	$(BIN)/kaiji demo $(DEMO)

test: setup-test ## Every test, the fast ones first; with SAMPLES=all every sample packet is read, as in CI
	$(BIN)/pytest tests/unit -q -n 2 --dist loadfile
	KAIJI_TEST_SAMPLES=$(SAMPLES) $(BIN)/pytest tests/browser tests/flow tests/postgres tests/golden -q -n 3 --dist loadfile

lint: setup-test ## Style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup-test .setup/apt-bench .setup/peers ## Reading and redaction measured on packets of another generator, beside its peers
	$(BIN)/python -m tests.bench.reading --set $(SET) --packets $(PACKETS)

bench-resume: setup-test ## Seconds from a person's answer to the next question, beside Prefect's own worker
	$(BIN)/python -m tests.bench.resume

bench-letters: setup-test .setup/apt-bench-letters .setup/letter-peers ## Letters: seconds and memory, beside LibreOffice with a docx template
	$(BIN)/python -m tests.bench.letters --letters $(LETTERS)

bench-figures-data: setup-test ## Databases of made-up cases for bench-figures, kept in var/bench-figures
	$(BIN)/python -m tests.bench.figures --step build --growth --cases $(CASES) --home var/bench-figures

bench-figures: setup-test ## The pages of figures with many users at once: p50, p95, p99, beside plain counting
	$(BIN)/python -m tests.bench.figures --growth --cases $(CASES) --home var/bench-figures $(BENCH)

samples: setup-test ## Make the sample packets again
	$(BIN)/python samples/make_packets.py

screenshots: setup-test ## Make the README's pictures again
	$(BIN)/python -m tests.support.make_screenshots

gallery: setup-test ## Make the README's pictures of letters again
	$(BIN)/python -m tests.support.make_gallery

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

lock: setup-test ## Resolve the lock files again, after a change in pyproject.toml
	$(BIN)/$(LOCK) pyproject.toml -o requirements.lock
	$(BIN)/$(LOCK) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	printf '%s\n' $(PEERS) | $(BIN)/$(LOCK) - -o tests/bench/reading/peers.txt
	printf '%s\n' $(LETTER_PEERS) | $(BIN)/$(LOCK) - -o tests/bench/letters/peers.txt

clean: ## Remove what setup made; the home (var/) stays
	rm -rf $(VENV) .venv-peers .venv-letters .setup

.setup/apt-run: Makefile
	@mkdir -p .setup
	@$(call install,$(APT_RUN))
	@touch $@

.setup/apt-test: Makefile
	@mkdir -p .setup
	@$(call install,$(APT_TEST))
	@touch $@

.setup/apt-bench: Makefile
	@mkdir -p .setup
	@$(call install,$(APT_BENCH))
	@touch $@

.setup/apt-bench-letters: Makefile
	@mkdir -p .setup
	@$(call install,$(APT_BENCH_LETTERS))
	@touch $@

.setup/venv: Makefile
	@mkdir -p .setup
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kaiji needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

.setup/run: .setup/venv requirements.lock pyproject.toml | .setup/apt-run
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.setup/test: .setup/run requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# Peers that cannot be had must not stop the bench: it says so and goes on, and the next run tries again.
.setup/peers: tests/bench/reading/peers.txt
	@mkdir -p .setup
	@rm -rf .venv-peers
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $< && touch $@ \
		|| { rm -rf .venv-peers; echo "the bench's peers could not be installed"; }

.setup/letter-peers: tests/bench/letters/peers.txt
	@mkdir -p .setup
	@rm -rf .venv-letters
	$(PYTHON) -m venv .venv-letters
	.venv-letters/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $< && touch $@ \
		|| { rm -rf .venv-letters; echo "the bench's peers could not be installed"; }

# Installs the Debian packages that are missing; without apt it says what is missing and goes on.
define install
missing=$$(for package in $(1); do dpkg -s $$package 2>/dev/null | grep -q '^Status: install ok' || echo $$package; done); \
if [ -z "$$missing" ]; then :; \
elif command -v apt-get >/dev/null; then \
	echo "installing:" $$missing; \
	$(SUDO) apt-get -qq update && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $$missing >/dev/null; \
else echo "not Debian: install the equivalents of" $$missing; fi
endef
