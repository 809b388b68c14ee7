# Every target sets up what it needs: a fresh clone needs Python 3.11 or later (with venv), git and
# make, and nothing before `make demo` or `make test`.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.ready-run
READY := $(VENV)/.ready

.PHONY: site adversary demo test test-threats bare check bench release images venv lock

demo: $(RUN)
	$(BIN)/cradle demo

# Tests start hundreds of processes, each of which would compile the code again if bytecode were not kept.
test test-threats bare: export PYTHONDONTWRITEBYTECODE =
test: $(READY)
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=8 --dist=worksteal -m 'not threats' \
	    --cov --cov-report=json --cov-report= $(PYTEST_ARGS)
	$(BIN)/python -m tools.coverage_gate coverage.json

# Each row of tests/threats.toml, in a process of its own: without its mechanism its test must fail.
test-threats: $(READY)
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=8 --dist=worksteal -m threats \
	    $(PYTEST_ARGS) tests/house

# The search for a breach of the conservative figure's law: an hour for each honest chain, from a seed.
adversary: $(READY)
	PYTHONPATH=tests $(BIN)/python -m support.grammar.run $(ADVERSARY_ARGS)

# The tests that ask for programs, on a machine that has none of them: they skip, and nothing fails.
bare: export CRADLE_BARE = 1
bare: $(READY)
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=8 -m outside $(PYTEST_ARGS)

# The documentation as a site in site/, which needs no network: python3 -m http.server --directory site
site: $(READY)
	PYTHONPATH=. $(BIN)/mkdocs build --strict --quiet

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tools.schemas --check
	$(BIN)/python -m tools.vectors --check
	$(BIN)/python -m tools.docs --check
	$(BIN)/python -m tools.threats --check
	$(BIN)/python -m tools.questions --check
	$(BIN)/python -m tools.licences --check
	$(BIN)/python -m pytest -q tests/house/test_files.py

# Peers of the engines, in a place of their own; UMFPACK is compiled, so a machine without its parts goes without.
PEERS := .venv-bench/.ready
$(PEERS):
	'$(PYTHON)' -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet bw2calc==3.1.0 pypardiso==0.4.7
	-.venv-bench/bin/python -m pip install --quiet scikit-umfpack==0.4.2
	touch '$@'

bench: export CRADLE_BENCH_PYTHON = $(CURDIR)/.venv-bench/bin/python
bench: $(READY) $(PEERS)
	set -e; for script in tests/bench/*.py; do PYTHONPATH=tests $(BIN)/python "$$script"; done

# The tool that writes the bill of materials, in a place of its own.
SBOM := .venv-sbom/.ready
$(SBOM): tools/sbom.txt
	'$(PYTHON)' -m venv .venv-sbom
	.venv-sbom/bin/python -m pip install --quiet --no-deps --require-hashes -r tools/sbom.txt
	touch '$@'

# The wheel, and beside it the locks for users, the bill of materials, the licences, the files of a deployment, and the
# second verifier, which no wheel and no bundle holds; and their SHA-256.
release: $(READY) $(SBOM)
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	$(BIN)/python -m tools.release dist
	.venv-sbom/bin/python tools/sbom.py dist
	tar --create --gzip --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=u=rwX,go=rX \
	    --file dist/deploy.tar.gz deploy
	cp tests/peers/verify_alone.py tests/peers/conservative_alone.py dist/
	cd dist && sha256sum * > ../dist.sums && mv ../dist.sums SHA256SUMS && cat SHA256SUMS

# The images of deploy/compose.yaml, from the release, without a daemon. BASE is an image of Debian 13.
BASE ?= debian:trixie-slim
BUILDAH ?= buildah
images: release
	set -e; for target in cradle cradle-proxy; do \
	    $(BUILDAH) build --isolation chroot --network host $(BUILD_ARGS) --build-arg 'BASE=$(BASE)' \
	        --target $$target --tag $$target --file deploy/Containerfile dist; done

# A second interpreter: make venv VENV=.venv-3.13 PYTHON=python3.13
venv: $(READY)

# The command line, the server and their pages, which is all that the demo needs.
$(RUN): constraints-run.txt pyproject.toml
	'$(PYTHON)' -m venv '$(VENV)'
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r constraints-run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch '$@'

# The rest: every extra, and what checks the code.
$(READY): constraints.txt $(RUN)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r constraints.txt
	touch '$@'

# Made on the oldest Python that is supported, by a tool that is not part of the lock. The second lock begins as a copy
# of the first, so its pins are the same. Pins stay as they are; `make lock LOCK_ARGS=--upgrade` moves them.
COMPILE = "$$scratch/bin/pip-compile" --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-annotate \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --output-file
lock:
	'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "the lock is made on Python 3.11")'
	set -e; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	'$(PYTHON)' -m venv "$$scratch"; \
	"$$scratch/bin/python" -m pip install --quiet pip-tools; \
	$(COMPILE) constraints.txt --all-extras $(LOCK_ARGS) pyproject.toml; \
	cp constraints.txt constraints-run.txt; \
	$(COMPILE) constraints-run.txt --extra server --extra pdf-cjk --build-deps-for editable pyproject.toml; \
	$(COMPILE) tools/sbom.txt $(LOCK_ARGS) tools/sbom.in
	sed -i -e '/^#/d' -e '/^$$/d' constraints.txt constraints-run.txt tools/sbom.txt
