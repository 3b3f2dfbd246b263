# make run:  creates .venv, installs, builds the index and serves the page.
# make kiosk: the same for the public terminal.
# make test: installs what the tests need and runs every check; the tests in three processes (WORKERS=3).
# make thorough: the tests once more with those that take long (README, Development).
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PORT   ?= 7860
KIOSK_PORT ?= 7861
# Compiled modules are kept whatever the environment says: a test that starts `policy-kb` anew need not compile it anew.
unexport PYTHONDONTWRITEBYTECODE
# Two cores are kept busy by three processes of tests, each of which waits a third of its time: for a page, or a process that it started.
# Each has one thread: two engines' threads on the same cores wait for each other, spinning.
CORES ?= 2
WORKERS ?= 3
PYTEST = OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: coverage help run kiosk build test thorough unit browser-packages bench report milvus clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.installed ## install, build the index, serve the page
	$(BIN)/policy-kb build
	$(BIN)/policy-kb serve --port $(PORT)

kiosk: $(VENV)/.installed ## install, build the index, serve the public terminal (OFFICE=office.yaml)
	$(BIN)/policy-kb build
	$(BIN)/policy-kb serve --mode kiosk --port $(KIOSK_PORT) $(if $(OFFICE),--office $(OFFICE))

build: $(VENV)/.installed ## build or update the index
	$(BIN)/policy-kb build

# The index is built first: the tests and the gate need not embed the same texts again.
test: $(VENV)/.installed-test browser-packages ## every check: ruff, mypy, pytest, the regression gate
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/policy-kb build
	$(BIN)/mypy & typed=$$!; OMP_NUM_THREADS=1 $(BIN)/python -m eval gate --processes $(CORES); asked=$$?; wait $$typed && exit $$asked
	$(PYTEST)

thorough: $(VENV)/.installed-test browser-packages ## the tests with those that make test leaves out: more examples, texts, pages and processes
	$(BIN)/policy-kb build
	$(PYTEST) -m "" --hypothesis-profile thorough

milvus: $(VENV)/.installed-test ## the tests that want a Milvus server, which they start (docs/milvus.md)
	$(BIN)/pip install --quiet milvus==2.3.5
	$(BIN)/policy-kb build
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests/index/engines tests/kb/store/test_engine.py

report: $(VENV)/.installed-test ## measure the answers and write the report
	$(BIN)/python -m eval report

coverage: $(VENV)/.installed-test browser-packages ## the tests again, with the share of the code they run
	$(BIN)/policy-kb build
	$(PYTEST) --cov --cov-report=term

# What is tried in the process itself: no browser, no page of Gradio, no store, no file that another process opens.
UNIT := tests/index tests/kb tests/ui/pieces --ignore=tests/index/models --ignore=tests/kb/building --ignore=tests/kb/commands \
	--ignore=tests/kb/reading/formats --ignore=tests/kb/reading/pdf --ignore=tests/kb/reading/pictures
# These wait for nothing.
unit: WORKERS = $(CORES)
unit: $(VENV)/.installed-test ## the tests without pages, stores and other processes: a minute
	$(PYTEST) $(UNIT) -m "not browser and not slow and not store and not thorough"

bench: $(VENV)/.installed-test ## speed, memory and growth on this machine, thirty caseworkers for a minute, the store under fire
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/growth.py --articles 1200 8000
	$(BIN)/policy-kb build
	$(BIN)/python bench/desk_load.py --sessions 30 --questions 15 --every 4
	$(BIN)/python bench/fire.py

clean: ## remove the environment and everything built
	rm -rf $(VENV) .store .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage build *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更新版本。 Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# Resolved once, with what the program itself needs. Of twenty thousand modules the tests load some thousands, which are compiled then.
$(VENV)/.installed-test: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --editable '.[test]'
	@touch $(VENV)/.installed $@

# The browser tests drive Debian's Chromium and need Chinese fonts; both are installed where that is allowed. Its shell without windows
# needs half the processor time of the whole browser, which will do where it is there already and the shell cannot be had.
BROWSER := chromium-headless-shell
browser-packages:
	@if ! command -v $(BROWSER) >/dev/null || ! fc-list :lang=zh 2>/dev/null | grep -q .; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			(timeout 120 apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq $(BROWSER) fonts-noto-cjk fontconfig) >/dev/null 2>&1; \
		fi; \
		if ! { command -v $(BROWSER) || command -v chromium; } >/dev/null || ! fc-list :lang=zh 2>/dev/null | grep -q .; then \
			echo "浏览器测试需要 Chromium 和中文字体，请先安装。 The browser tests need Chromium and Chinese fonts:"; \
			echo "  sudo apt-get install $(BROWSER) fonts-noto-cjk fontconfig"; exit 1; \
		fi; \
	fi
