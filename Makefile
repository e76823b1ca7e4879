# What people do with this checkout. `make help` lists it.
#
# Everything is installed into .venv from requirements/*.txt, where every package is pinned with
# its hash. A stamp in .venv remembers that it is done, so a second `make setup` takes no time.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.setup-done
DB    ?= kb.db
PORT  ?= 8001

# Real documents for the benchmarks, and how many made-up documents to build.
SHARED      ?= ../shared
BENCH_SIZES ?= 1000 10000 100000

PIP   := $(BIN)/python -m pip --disable-pip-version-check --no-input

# Any Python from 3.11 on will do; `make setup PYTHON=/path/to/python` names one.
PYTHONS := $(PYTHON) python3 python3.13 python3.12 python3.11 python
FIND_PYTHON = for p in $(PYTHONS); do \
	if "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo "$$p"; exit 0; fi; done

# Debian packages that the project uses beside Python: Vietnamese for the recognition of scans, the
# font that the specimens are set in, a reader of .doc files, and a browser for the tests of pages.
# LibreOffice (libreoffice-writer-nogui, 500 MB) reads .doc files instead where it is installed: it keeps
# automatic numbers, and reads .rtf and .odt.
SYSTEM_PACKAGES := tesseract-ocr-vie fonts-liberation2 antiword chromium
FONT := /usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf
HAS_SYSTEM = test -f $(FONT) && command -v antiword >/dev/null && { command -v chromium || command -v chromium-browser; } >/dev/null && $(BIN)/python -c 'from extract.readers.scan.recognition import language_data as d; d()' 2>/dev/null

UV_COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-config \
	--custom-compile-command 'make lock' $(UPGRADE)

.PHONY: help setup system demo test lint format types tests score score-check score-write bench specimens readme pictures lock clean

help: ## list what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1 \t/' | expand -t 22

setup: $(STAMP) ## prepare .venv, so that .venv/bin/kb works

$(STAMP): requirements/dev.txt pyproject.toml
	@if [ ! -x $(BIN)/python ]; then \
	  python=$$($(FIND_PYTHON)); \
	  if [ -z "$$python" ]; then \
	    echo "No Python 3.11 or newer was found. Install one, or name it: make setup PYTHON=/path/to/python3.12"; \
	    exit 1; fi; \
	  echo "Making $(VENV) with $$("$$python" --version)"; \
	  "$$python" -m venv $(VENV) || { \
	    rm -rf $(VENV); \
	    echo "This Python cannot make a virtual environment (on Debian or Ubuntu: apt install python3-venv)."; \
	    exit 1; }; fi
	@echo "Installing the pinned packages (requirements/dev.txt); the first time takes a minute or two"
	@$(PIP) install -qq --require-hashes -r requirements/dev.txt
	@echo "Installing this project into $(VENV)"
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@$(MAKE) --no-print-directory system
	@touch $@
	@echo "Ready: $(BIN)/kb --help"

system: ## install the Debian packages that are used, where that is possible
	@if $(HAS_SYSTEM); then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing $(SYSTEM_PACKAGES)"; \
	  { apt-get update -qq && apt-get install -qq --yes --no-install-recommends $(SYSTEM_PACKAGES); } >/dev/null 2>&1; fi; \
	$(HAS_SYSTEM) || echo "To read scans and .doc files, to make specimens and to test pages, please run: sudo apt-get install $(SYSTEM_PACKAGES)"

demo: setup ## build a knowledge base from corpus/ and serve it (PORT=8001)
	$(BIN)/kb build --db $(DB) corpus
	$(BIN)/kb serve --db $(DB) --port $(PORT)

test: lint types tests ## check style and types, and run all tests

lint: setup
	@echo "== style: ruff check"
	@$(BIN)/ruff check .
	@echo "== layout: ruff format --check"
	@$(BIN)/ruff format --check .

types: setup
	@echo "== types: mypy"
	@$(BIN)/mypy

tests: setup
	@echo "== tests: pytest"
	@$(BIN)/python -m pytest

format: setup ## put all Python files into the common layout
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

score: setup ## precision and recall on the published gold set
	$(BIN)/kb score --gold tests/gold/documents corpus/specimens

score-check: setup ## fail where a score fell below the committed ones
	@echo "== scores against tests/gold/scores.json"
	@$(BIN)/python tools/check_scores.py

score-write: setup ## take the present scores over, into tests/gold/scores.json and README.md
	$(BIN)/python tools/check_scores.py --write

bench: setup ## measure speed (installs the peers that are measured against)
	@$(PIP) install -qq --require-hashes -r requirements/bench.txt
	$(BIN)/python benchmarks/extraction_speed.py $(SHARED)/corpus/codified-articles.jsonl.gz
	$(BIN)/python benchmarks/citation_recall.py $(SHARED)
	$(BIN)/python benchmarks/structure_accuracy.py $(SHARED)/gold/law-structure.jsonl.gz
	$(BIN)/python benchmarks/build_scale.py $(BENCH_SIZES) --workers 1 --workers 2

specimens: setup ## write corpus/specimens and tests/gold/documents again from tools/specimens
	$(BIN)/python tools/make_specimens.py

readme: setup ## run the commands shown in README.md and put in what they print
	$(BIN)/python tools/refresh_readme.py

pictures: setup ## photograph the pages that README.md shows (needs chromium)
	$(BIN)/python tools/take_pictures.py

lock: ## pin all packages again (needs uv); UPGRADE=--upgrade takes newer ones
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	$(UV_COMPILE) pyproject.toml -o requirements/runtime.txt
	$(UV_COMPILE) --group dev --extra ocr --extra cluster --extra login pyproject.toml -c requirements/runtime.txt -o requirements/dev.txt
	$(UV_COMPILE) --extra ocr pyproject.toml -c requirements/runtime.txt -o requirements/ocr.txt
	$(UV_COMPILE) --extra cluster pyproject.toml -c requirements/runtime.txt -o requirements/cluster.txt
	$(UV_COMPILE) --extra login pyproject.toml -c requirements/runtime.txt -o requirements/login.txt
	$(UV_COMPILE) --group dev --group bench --extra ocr --extra cluster --extra login pyproject.toml -c requirements/dev.txt -o requirements/bench.txt

clean: ## remove .venv, caches and the demo database
	rm -rf $(VENV) $(DB) .mypy_cache .ruff_cache .pytest_cache .hypothesis
