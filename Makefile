# make run, make test: all that is needed on a fresh machine with Python 3.11. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# CPU builds of torch; where this cannot be reached the ordinary registry is used.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
TORCH := $(shell sed -n 's/^torch==/torch==/p' requirements.lock)
HOME_DIR ?= $(CURDIR)/.wenju
PORT ?= 7860

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check bench eval lock clean

help: ## 列出各条命令
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	  || { echo "需要 Python 3.11–3.13（PYTHON=/path/to/python3.11 make ...）"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check "$$(grep '^pip==' requirements-dev.lock)"

# The lock is complete, so nothing is resolved (--no-deps); torch comes first and from a CPU index if one answers.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "安装依赖（首次约 3 分钟，下载约 700 MB）……"
	@$(BIN)/python -c 'import torch, sys; sys.exit(torch.__version__.split("+")[0] != "$(TORCH)".split("==")[1])' 2>/dev/null \
	  || $(BIN)/pip install -q --no-compile --timeout 8 --retries 0 --index-url $(TORCH_INDEX) $(TORCH) 2>/dev/null \
	  || $(BIN)/pip install -q --no-compile $(TORCH)
	$(BIN)/pip install -q --no-compile --no-deps -r requirements.lock
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@# Bytecode of what is used, and of no more: a question takes 3 s with it and 6 without, as where the variable is set.
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q rag ingest prompts ui eval
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -c 'import gradio, langchain_chroma, jieba, onnxruntime, tantivy, ui.server, rag.pipeline, ingest.run'
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "安装测试工具……"
	$(BIN)/pip install -q --no-compile --no-deps -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runtime ## 安装全部依赖与向量模型
	@$(BIN)/wenju models pull e5-small

setup-dev: setup $(VENV)/.dev
	@./.ci/system-packages

run: setup ## 建库（samples/reports）并启动页面
	@WENJU_HOME="$(HOME_DIR)" $(BIN)/wenju ingest samples/reports
	@cp samples/examples.txt "$(HOME_DIR)/examples.txt"
	@WENJU_HOME="$(HOME_DIR)" $(BIN)/wenju serve --port $(PORT) --pull-chat-model

test: setup-dev check ## 全部检查与测试（含真实模型与真实浏览器）
	@$(BIN)/wenju models pull qwen2.5-coder-1.5b
	$(BIN)/pytest

check: setup-dev ## 静态检查
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

bench: setup-dev ## 性能测量（打印机器与数字）
	@for f in tests/bench/bench_*.py; do echo "== $$f"; $(BIN)/python $$f || exit 1; done

eval: setup ## 完整评测：samples 过关卡，再跑 EVAL_DATA 里的公开数据集，写入 docs/results.md
	@WENJU_HOME="$(HOME_DIR)" ./.ci/eval

lock: ## 重新锁定依赖（需要 uv）
	./.ci/lock

clean: ## 删除虚拟环境与缓存（不动库）
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
