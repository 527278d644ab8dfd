# Every target does its own set-up; each is quick when nothing changed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?=
BENCH ?= all
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: install demo desk test check bench soak format strings clean

install: $(VENV)/installed

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[desk]'
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(PIP) -e '.[desk,postgres,s3,test]'
	@touch $@

$(VENV)/installed-check: $(VENV)/installed
	$(PIP) -e '.[desk,postgres,check]'
	@touch $@

$(VENV)/installed-bench: $(VENV)/installed
	$(PIP) -e '.[bench]'
	@touch $@

demo: install
	$(BIN)/answerable demo $(DEMO)

# The desk on this machine with the demonstration survey; its letters go to a folder, never to anybody.
desk: export ANSWERABLE_HOME := $(CURDIR)/.desk
desk: export ANSWERABLE_MAIL := file://$(CURDIR)/.desk/letters
desk: install
	$(BIN)/answerable desk init
	$(BIN)/answerable desk demonstration
	$(BIN)/answerable desk serve

test: $(VENV)/installed-test
	./scripts/browser.sh
	./scripts/documents.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile $(TEST)

check: $(VENV)/installed-check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/installed-check
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/installed-bench $(VENV)/installed-test
	./scripts/browser.sh
	$(BIN)/python -m bench $(BENCH)

soak: $(VENV)/installed-test
	$(BIN)/python -m pytest -n 2 --soak tests

strings: $(VENV)/installed
	$(BIN)/python -m scripts.strings

clean:
	rm -rf $(VENV) site .pytest_cache .mypy_cache .ruff_cache
