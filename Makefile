# Everything by name; `make help` lists it. Needs Python 3.11 or newer and nothing else:
# the rest is built in .venv/ and var/.

PYTHON ?= $(firstword $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name; done) python3)
IN_VENV = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check format messages bench shots clean environment environment-dev

help:  ## What there is
	@grep -E '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*  ## /  make \1\t/' | expand -t 18

run: environment  ## Serve the 2008 campaign with worker and beat (PORT=8000 BIND=127.0.0.1)
	@exec $(IN_VENV) -m tools.run

test: environment-dev  ## All tests, on every database found; says what it could not run
	@exec $(IN_VENV) -m tools.test $(ONLY)

check: environment-dev  ## Style, types, rooms, migrations, templates, translations, safety
	@exec $(IN_VENV) -m tools.check

format: environment-dev  ## Put the code into the house's form
	$(IN_VENV) -m ruff check --fix-only --quiet .
	$(IN_VENV) -m ruff format .

messages: environment-dev  ## Collect the strings to translate and compile what is translated
	$(IN_VENV) -m tools.messages collect

bench: environment-dev  ## Measure the pages over a million rows (PostgreSQL)
	$(IN_VENV) -m tools.bench

shots: environment-dev  ## Take the README's screenshots anew
	$(IN_VENV) -m tools.shots

clean:  ## Remove the environment, the local database and everything built
	rm -rf .venv var staticfiles test-results *.egg-info .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -not -path './node_modules/*' -prune -exec rm -rf {} +

environment:
	@$(PYTHON) tools/venv.py run

environment-dev:
	@$(PYTHON) tools/venv.py dev
