# 刊本 Kanben — for editors: put a file into seeds/ and type `make`.  `make help` lists what there is.
# 把文件放进 seeds/，输入 make 即可。make help 列出全部命令。
#
# Every target is a command, never a file: Python compares inputs.  SEED=name does one document.

PYTHON ?= python3
RUN := .venv/bin/python
KANBEN := $(RUN) -m pipeline
# SEED reaches the shell through the environment, so that any name is safe.
export SEED
ONE := $${SEED:+"$$SEED"}
NEED = case "$$SEED" in "") echo 'Which one?  make $@ SEED=name   请写明：make $@ SEED=名称' >&2; exit 2;; esac
HAS_PYTHON := command -v $(PYTHON) >/dev/null || { printf '%s\n' 'error: There is no $(PYTHON) here.' \
  '错误：找不到 $(PYTHON)。' '  hint: Install Python 3.11 or newer (python.org), or say where it is:  make PYTHON=/path/to/python3' \
  '  提示：请安装 Python 3.11 以上版本（python.org），或指明位置：make PYTHON=/路径/python3' >&2; exit 1; }

.DEFAULT_GOAL := build
.PHONY: build all traditional docx pdf epub check check-full model explain rules fonts watch test lint bench golden \
        clients clean setup setup-dev help print manuscript desk

build: setup ## every seed into every format 生成全部书刊
	@$(KANBEN) build $(ONE)

traditional: setup ## Traditional (Taiwan) editions of Simplified seeds 生成繁体（台湾）版
	@$(KANBEN) build --from zh-Hans --script zh-Hant-TW $(ONE)

all: build traditional ## both 简体与繁体

docx pdf epub: setup ## one format only 只生成一种格式
	@$(KANBEN) build --to $@ $(ONE)

check: setup-dev ## read the editions back: same text, fonts, EPUBCheck 检查成品
	@$(KANBEN) check $(ONE)

model: setup ## the recovered structure of SEED as JSON 输出结构
	@$(NEED); $(KANBEN) model "$$SEED"

explain: setup ## what was changed in SEED and why 说明改动
	@$(NEED); $(KANBEN) explain "$$SEED"

manuscript: setup ## the Markdown of SEED that you correct 写出清样供修改
	@$(NEED); $(KANBEN) manuscript "$$SEED"

rules: setup ## all rules with their reasons 列出规则
	@$(KANBEN) rules

fonts: setup ## the fonts and what they cover; with SEED, what it lacks 字体
	@$(KANBEN) fonts $(ONE)

watch: setup ## build again whenever a seed changes 改动即生成
	@$(KANBEN) watch $(ONE)

test: setup-dev ## run the tests 运行测试
	@$(RUN) -m pytest -n 2

lint: setup-dev ## style and types 检查代码
	@$(RUN) -m ruff check . && $(RUN) -m ruff format --check . && $(RUN) -m mypy

check-full: setup-dev ## everything, at length: corpus, long property tests, validators 全面检查
	@KANBEN_FULL=1 $(RUN) -m pytest -n 2

bench: setup-dev ## measure speed 测速
	@$(RUN) tests/bench.py

golden: setup-dev ## write the golden files of the tests anew; review them with git diff 重写基准
	@$(RUN) -m pytest -q tests/test_golden.py --golden

clients: ## EPUB readers for the tests (needs npm) 安装测试用阅读器
	@cd tests/clients && npm install --no-fund --no-audit --no-save

print desk:
	@echo 'Not in this version yet: make $@ (README, "Not there yet")   此版尚无此功能' >&2; exit 2

clean: setup ## take away editions without a seed; asks first 清理，先询问
	@$(RUN) -m pipeline.clean

setup:
	@$(HAS_PYTHON); $(PYTHON) pipeline/bootstrap.py

setup-dev:
	@$(HAS_PYTHON); $(PYTHON) pipeline/bootstrap.py dev

help: ## this list 本列表
	@grep -hE '^[a-z][a-z -]*:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 24
