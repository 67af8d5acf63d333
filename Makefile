# Names only: what each target does is in bootstrap.py, which needs nothing but Python.
# More arguments for the tool behind a target: make test ARGS="tests/core -x"
PYTHON ?= python3
export ARGS

.PHONY: check demo test lint schema docs lock setup serve assets lighthouse pictures
check demo test lint schema docs lock setup serve assets lighthouse pictures:
	@$(PYTHON) bootstrap.py $@
