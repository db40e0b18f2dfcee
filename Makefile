# make quiz    asks about Kazakhstan's Internet
# make test    everything that must hold
# make docs    the generated parts of docs/ and the schema
# make bench   figures beside peers, into docs/benchmarks.md
# make bench-anki  packages of Anki's, beside genanki and Anki's own library
# make export  what decks/ builds for other programs, into export/
# make evaluate DOCUMENTS=folder  how many picked facts drafts ask for, into docs/generation.md
# make kill    500 sessions killed at random moments; nothing printed may be missing

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml README.md LICENSE $(shell find src decks -type f -not -name '*.pyc')

.PHONY: quiz test lint docs bench bench-anki export evaluate kill clean

quiz: $(VENV)/installed
	@$(BIN)/kzlearn quiz || [ $$? -eq 130 ] # Ctrl-C is an ending like any other

test: $(VENV)/installed $(VENV)/tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --cov --cov-report=term $(PYTEST)

docs: $(VENV)/installed $(VENV)/tools
	$(BIN)/python tools/make_docs.py
	$(BIN)/python tools/make_screen.py

bench: $(VENV)/installed $(VENV)/tools
	$(BIN)/python bench/run.py

bench-anki: $(VENV)/installed $(VENV)/tools
	$(BIN)/python bench/packages.py

# What decks/ builds, ready to use; CI compares it with what is committed.
export: $(VENV)/installed
	$(BIN)/kzlearn export apkg decks/internet-in-kazakhstan -o export/internet-in-kazakhstan.apkg

evaluate: $(VENV)/installed $(VENV)/tools
	$(BIN)/python tools/evaluate.py $(DOCUMENTS)

kill: $(VENV)/installed $(VENV)/tools
	KZLEARN_KILLS=500 $(BIN)/pytest -rP tests/cli/test_kill.py

clean:
	rm -rf $(VENV) build dist .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "kzlearn needs Python 3.11 or newer; name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (Debian: python3-venv)"; exit 1; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt pip
	@touch $@

# The built package is installed, not linked: what is tested is what users get.
$(VENV)/installed: $(SOURCES) constraints.txt | $(VENV)/python
	@$(BIN)/pip install --quiet --constraint constraints.txt --force-reinstall --no-deps .
	@$(BIN)/pip install --quiet --constraint constraints.txt .
	@touch $@

$(VENV)/tools: pyproject.toml constraints.txt | $(VENV)/installed
	@$(BIN)/pip install --quiet --constraint constraints.txt --group test
	@touch $@
