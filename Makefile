# dengbao: `make run` and `make test` are each complete by themselves; `make help` lists the rest.

BUILD ?= build
# make gives CC a value of its own, which `?=` would keep.
ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

# Debian packages: what the program and its fonts need, what the tests need besides, a
# package of our own, and the measurements.
PACKAGES_RUN := gcc make pkg-config libc6-dev \
    libhpdf-dev libcairo2-dev libpango1.0-dev libharfbuzz-dev libfreetype-dev libcsv-dev libxlsxwriter-dev \
    libfyaml-dev zlib1g-dev libdeflate-dev libisal-dev nettle-dev libseccomp-dev \
    fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai fonts-babelstone-han
PACKAGES_TEST := python3 python3-yaml libcriterion-dev libzip-dev libexpat1-dev qpdf poppler-utils unzip openssl clang-format mandoc libreoffice-calc-nogui chromium \
    default-jre-headless libpdfbox2-java libactivation-java libjaxb-api-java $(PACKAGES_DEB)
PACKAGES_DEB := dpkg-dev
# A cluster of its own; only `make setup-cluster` installs it.
PACKAGES_CLUSTER := slurm-wlm munge procps
PACKAGES_BENCH := valgrind libzip-dev nodejs npm python3-openpyxl
# pkg-config modules; libhpdf and libcsv come without a .pc file.
MODULES := pango harfbuzz harfbuzz-subset freetype2 cairo xlsxwriter libfyaml zlib libdeflate libisal nettle libseccomp
LIBRARIES := -lhpdf -lcsv
# Tests and their tools make workbooks by another library than the program reads them with, and hold its XML against
# another's.
TEST_LIBRARIES := -lzip
ORACLE_LIBRARIES := -lexpat

# In the order of the arrows: a room may use those before it.
ROOMS := base model read intake rules ledger layout docs write batch cli
VERSION := 0.1.0

# Asked once, and only when first used: a bare machine must still be able to say what is missing.
MODULE_CFLAGS = $(eval MODULE_CFLAGS := $$(shell pkg-config --cflags $(MODULES) | sed 's/-I/-isystem /g'))$(MODULE_CFLAGS)
MODULE_LIBS = $(eval MODULE_LIBS := $$(shell pkg-config --libs $(filter-out cairo,$(MODULES))) $$(CAIRO_LIBS) $(LIBRARIES) -lm)$(MODULE_LIBS)
# Cairo draws pictures in memory: from its archive, where there is one, only that is taken. Its shared library brings
# eleven others, those of X11, which every start would load in vain.
CAIRO_ARCHIVE = $(wildcard $(addsuffix /libcairo.a,$(shell pkg-config --variable=libdir cairo)))
CAIRO_LIBS = $(if $(CAIRO_ARCHIVE),$(CAIRO_ARCHIVE) -Wl$(comma)--push-state$(comma)--as-needed $(filter-out -lcairo,$(shell pkg-config --libs --static cairo)) -Wl$(comma)--pop-state,$(shell pkg-config --libs cairo))
comma := ,

COMPILE = $(CC) -std=c11 -D_POSIX_C_SOURCE=200809L $(WARNINGS) $(CFLAGS) -MMD -MP -Igen -DDENGBAO_VERSION='"$(VERSION)"'

.PHONY: all run test setup check doors lint format clean help golden bench samples install uninstall
.DEFAULT_GOAL := all

# A line a stage with a counter; V=1 shows every command instead.
Q := $(if $(V),,@)
# All processors, unless -j says how many.
PARALLEL = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
# $(call make-all,GOALS): makes them, and counts what is compiled on one line.
make-all = rm -f $(BUILD)/.count; \
	total=$(if $(V),,$$($(MAKE) -n --no-print-directory $(1) 2>/dev/null | grep -c '[.]count')); \
	if [ $${total:-0} -gt 0 ] && [ ! -t 1 ]; then echo "编译 $$total 个文件 (compiling)"; fi; \
	$(MAKE) $(PARALLEL) $(if $(V),,-s) --no-print-directory TOTAL=$$total $(1) || exit $$?; \
	if [ $${total:-0} -gt 0 ] && [ -t 1 ]; then echo "编译 $$total/$$total"; fi
# Behind a compile: on a terminal the line is written over and over.
COUNT = $(if $(V),,@printf . >>$(BUILD)/.count; if [ -t 1 ]; then printf '编译 %s%s\r' $$(wc -c <$(BUILD)/.count) $(addprefix /,$(TOTAL)); fi)

all: $(BUILD)/.setup
	@+$(call make-all,$(BUILD)/dengbao $(BUILD)/dengbao.1)

run: all
	@$(BUILD)/dengbao build samples/inbox -o out --as-of 2012-06-30 --province $(SAMPLE_PROVINCE); status=$$?; test $$status -le 1
SAMPLE_PROVINCE := 江西省

test: $(BUILD)/.setup-test
	@+$(call make-all,$(BUILD)/dengbao $(BUILD)/dengbao.1 test-programs)
	@tests/run.sh $(BUILD)

# ---- set-up ---------------------------------------------------------------------------------------

setup: $(BUILD)/.setup

# $(call install-packages,PACKAGES): those that are missing, or the line that installs them.
define install-packages
	@mkdir -p $(BUILD)
	@missing=$$(for p in $(1); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done | tr '\n' ' '); \
	if [ -n "$$missing" ]; then \
	    if [ $$(id -u) = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as=sudo; else \
	        echo '缺少软件包，请先运行 (missing packages, run first):'; \
	        echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $$missing"; exit 1; fi; \
	    echo "安装 $$(echo $$missing | wc -w) 个软件包，需几分钟 (installing packages, some minutes)"; \
	    $$as apt-get update -q >$(BUILD)/apt.log 2>&1; \
	    $$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing >>$(BUILD)/apt.log 2>&1 || { tail -n 20 $(BUILD)/apt.log; exit 1; }; \
	fi
endef

$(BUILD)/.setup: Makefile fonts/get-fonts.sh
	$(call install-packages,$(PACKAGES_RUN))
	@for m in $(MODULES); do pkg-config --exists --print-errors $$m || { echo "缺少库 $$m (library not found, see above; packages: PACKAGES_RUN in the Makefile)"; exit 1; }; done
	@for h in hpdf csv; do echo "#include <$$h.h>" | $(CC) -E - >/dev/null 2>&1 || { echo "缺少库 $$h (header $$h.h not found; packages: PACKAGES_RUN in the Makefile)"; exit 1; }; done
	@fonts/get-fonts.sh
	@touch $@

$(BUILD)/.setup-test: $(BUILD)/.setup
	$(call install-packages,$(PACKAGES_TEST))
	@touch $@

$(BUILD)/.setup-deb: $(BUILD)/.setup
	$(call install-packages,$(PACKAGES_DEB))
	@touch $@

$(BUILD)/.setup-bench: $(BUILD)/.setup
	$(call install-packages,$(PACKAGES_BENCH))
	@touch $@

.PHONY: setup-cluster
setup-cluster:
	$(call install-packages,$(PACKAGES_CLUSTER))

# ---- the program: a library a room, and main.o -----------------------------------------------------

define room_rules
$(1)_SOURCES := $$(sort $$(wildcard gen/$(1)/*.c gen/$(1)/*/*.c))
$$(BUILD)/lib/$(1).a: $$(patsubst gen/%.c,$$(BUILD)/obj/%.o,$$(filter-out gen/cli/main.c,$$($(1)_SOURCES)))
$$(BUILD)/test/lib/$(1).a: $$(patsubst gen/%.c,$$(BUILD)/test/obj/%.o,$$(filter-out gen/cli/main.c,$$($(1)_SOURCES)))
endef
$(foreach room,$(ROOMS),$(eval $(call room_rules,$(room))))

# What each room's tests may link: the room and what it may use, nothing else.
USES_base :=
USES_model := base
USES_read := base
USES_intake := read model base
USES_rules := model base
USES_ledger := rules model base
USES_layout := base
USES_write := layout base
USES_docs := ledger rules model layout base
USES_batch := docs write intake read ledger rules model layout base
USES_cli := batch $(USES_batch)

# Two rules: a pattern rule of two targets would count both as made by one recipe.
$(BUILD)/lib/%.a:
	@mkdir -p $(@D)
	@rm -f $@ && ar rcs $@ $^

$(BUILD)/test/lib/%.a:
	@mkdir -p $(@D)
	@rm -f $@ && ar rcs $@ $^

$(BUILD)/obj/%.o: gen/%.c
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(MODULE_CFLAGS) -c $< -o $@
	$(COUNT)

# Rooms are linked whole: two that call different things by one name are a fault, and no matter of which comes first.
WHOLE = -Wl,--whole-archive $(filter %.a,$^) -Wl,--no-whole-archive
$(BUILD)/dengbao: $(BUILD)/obj/cli/main.o $(foreach r,cli $(USES_cli),$(BUILD)/lib/$(r).a)
	$(Q)$(CC) $(CFLAGS) -Wl,--build-id -o $@ $(filter %.o,$^) $(WHOLE) $(MODULE_LIBS)

# The manual page with what diag.def says.
$(BUILD)/dengbao.1: gen/cli/dengbao.1 gen/cli/diagnostics.awk gen/base/diag.def
	@awk -f gen/cli/diagnostics.awk gen/base/diag.def gen/cli/dengbao.1 >$@.part && mv $@.part $@

# ---- a place of its own: `make install DESTDIR=… PREFIX=/usr` ---------------------------------------

SHARE = $(DESTDIR)$(PREFIX)/share
TEMPLATES = $(sort $(wildcard templates/*.yaml templates/*/*.yaml templates/*/*.csv templates/cluster/*.sbatch))
FONTS = fonts/roles.yaml $(sort $(wildcard fonts/files/*))

# Font files are copied, not linked: the program works without this checkout.
install: all
	@install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man/man1 $(SHARE)/man/man5 $(SHARE)/man/man7 $(SHARE)/bash-completion/completions
	@install -m 755 $(BUILD)/dengbao $(DESTDIR)$(PREFIX)/bin/dengbao
	@install -m 644 $(BUILD)/dengbao.1 $(SHARE)/man/man1/dengbao.1
	@install -m 644 gen/cli/dengbao-templates.5 $(SHARE)/man/man5/dengbao-templates.5
	@install -m 644 gen/cli/dengbao-cluster.7 $(SHARE)/man/man7/dengbao-cluster.7
	@install -m 644 gen/cli/completion.bash $(SHARE)/bash-completion/completions/dengbao
	@rm -rf $(SHARE)/dengbao
	@for f in $(TEMPLATES) $(FONTS); do install -D -m 644 $$f $(SHARE)/dengbao/$$f || exit 1; done
	@echo '已安装到 $(DESTDIR)$(PREFIX) (installed)'

uninstall:
	@rm -f $(DESTDIR)$(PREFIX)/bin/dengbao $(SHARE)/man/man1/dengbao.1 $(SHARE)/man/man5/dengbao-templates.5
	@rm -f $(SHARE)/man/man7/dengbao-cluster.7 $(SHARE)/bash-completion/completions/dengbao
	@rm -rf $(SHARE)/dengbao
	@echo '已从 $(DESTDIR)$(PREFIX) 卸载 (removed)'

# BUILD/dengbao_VERSION_ARCHITECTURE.deb.
.PHONY: deb
deb: all $(BUILD)/.setup-deb
	@gen/package/debian/make-deb.sh $(BUILD)

# ---- tests: the same library, sanitized ------------------------------------------------------------

# Most of what `make test` costs is starts of sanitized programs, one a test: a program that lies where it was linked
# has nothing to relocate, libraries that it does not call are not loaded, and what is said of a fault needs lines only.
TEST_COMPILE = $(COMPILE) -O1 -g1 -fno-pie $(SANITIZE)
TEST_LINK = $(CC) $(CFLAGS) $(SANITIZE) -no-pie -Wl,--as-needed
LARGE_PAGES := $(BUILD)/test/tests/large_pages.o

$(BUILD)/test/obj/%.o: gen/%.c
	@mkdir -p $(@D)
	$(Q)$(TEST_COMPILE) $(MODULE_CFLAGS) -c $< -o $@
	$(COUNT)

$(BUILD)/test/dengbao: $(BUILD)/test/obj/cli/main.o $(LARGE_PAGES) $(foreach r,cli $(USES_cli),$(BUILD)/test/lib/$(r).a)
	$(Q)$(TEST_LINK) -Wl,--build-id -o $@ $(filter %.o,$^) $(WHOLE) $(MODULE_LIBS)

# tests/ROOM/*.c make one program a room; tests/tools/NAME.c one program each.
TEST_ROOMS := $(foreach r,$(ROOMS),$(if $(wildcard tests/$(r)/*.c),$(r)))
TOOLS := $(patsubst tests/tools/%.c,%,$(wildcard tests/tools/*.c))

define test_rules
$$(BUILD)/test/$(1)-tests: $$(patsubst tests/%.c,$$(BUILD)/test/tests/%.o,$$(wildcard tests/$(1)/*.c)) $$(LARGE_PAGES) $$(foreach r,$(1) $$(USES_$(1)),$$(BUILD)/test/lib/$$(r).a)
	$$(Q)$$(TEST_LINK) -o $$@ $$^ $$(MODULE_LIBS) $(TEST_LIBRARIES) $(ORACLE_LIBRARIES) -lcriterion
.PHONY: test-$(1)
test-$(1): $$(BUILD)/.setup-test
	@+$$(call make-all,$$(BUILD)/test/$(1)-tests)
	ASAN_OPTIONS=detect_leaks=0 $$(BUILD)/test/$(1)-tests
endef
$(foreach room,$(ROOMS),$(eval $(call test_rules,$(room))))

$(BUILD)/test/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(Q)$(TEST_COMPILE) $(MODULE_CFLAGS) -Itests -c $< -o $@
	$(COUNT)

# A tool's further sources stand in a folder of its name.
.SECONDEXPANSION:
$(BUILD)/tools/%: tests/tools/%.c $$(wildcard tests/tools/$$*/*.[ch]) $(BUILD)/lib/base.a
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(MODULE_CFLAGS) -Itests -o $@ $(filter %.c,$^) $(BUILD)/lib/base.a $(MODULE_LIBS) $(TEST_LIBRARIES)
	$(COUNT)

$(BUILD)/tools/make_workbook: tests/read/make_xls.c
$(BUILD)/tools/make_big: tests/read/make_xls.c tests/read/make_xlsx.c

# These use the rooms as the program does.
ROOM_TOOLS := $(addprefix $(BUILD)/tools/,break_templates judge_many make_answers read_file)
$(ROOM_TOOLS): $(BUILD)/tools/%: tests/tools/%.c $$(wildcard tests/tools/$$*/*.[ch]) $(foreach r,cli $(USES_cli),$(BUILD)/lib/$(r).a)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(MODULE_CFLAGS) -Itests -Wl,--as-needed -o $@ $(filter %.c,$^) $(filter %.a,$^) $(MODULE_LIBS)
	$(COUNT)

# The inbox is written from its reviewable description; a check proves that it was.
samples: $(BUILD)/.setup
	@$(MAKE) --no-print-directory $(BUILD)/tools/make_workbook
	@for source in samples/source/*.txt; do $(BUILD)/tools/make_workbook $$source samples/inbox || exit 1; done
	@for source in samples/source-2025/*.txt; do $(BUILD)/tools/make_workbook $$source samples/inbox-2025 || exit 1; done
	@for source in samples/source-plan/*.txt; do $(BUILD)/tools/make_workbook $$source samples/inbox-plan || exit 1; done

.PHONY: test-programs tools
tools: $(patsubst %,$(BUILD)/tools/%,$(TOOLS))
test-programs: $(BUILD)/test/dengbao $(foreach r,$(TEST_ROOMS),$(BUILD)/test/$(r)-tests) tools

check: test

# ---- guards ----------------------------------------------------------------------------------------

doors:
	@tests/doors.sh

format:
	@clang-format -i $(shell find gen tests -name '*.c' -o -name '*.h')

# Includes and wording, the format of the code, the manual pages.
lint: $(BUILD)/.setup-test doors $(BUILD)/dengbao.1
	@clang-format --dry-run -Werror $(shell find gen tests -name '*.c' -o -name '*.h')
	@mandoc -T lint -W warning $(BUILD)/dengbao.1 gen/cli/dengbao-templates.5 gen/cli/dengbao-cluster.7
	@echo 'lint: ok'

# Four shares on a Slurm of two nodes, one of which is lost. Needs root.
.PHONY: test-cluster
test-cluster: all
	@command -v sbatch munged >/dev/null || { echo '请先运行 (run first): make setup-cluster'; exit 1; }
	@tests/cluster.sh $(BUILD)

# Each target of tests/fuzz for SECONDS, from its seeds and from what was reached before (tests/fuzz/corpus, minimised); what it finds goes to build/fuzz/found/TARGET. Needs clang.
# `make fuzz-TARGET` runs one.
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
SECONDS ?= 60
FUZZ_SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FUZZ_OBJECTS := $(patsubst %.c,$(BUILD)/fuzz/obj/%.o,$(foreach r,read base,$($(r)_SOURCES)) $(addprefix tests/read/,make_xlsx.c oracle.c expat_oracle.c))
CLANG ?= clang

$(BUILD)/fuzz/obj/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(CLANG) -std=c11 -D_POSIX_C_SOURCE=200809L $(WARNINGS) -O1 -g -MMD -MP -Igen -Itests $(FUZZ_SANITIZE) -fsanitize=fuzzer-no-link $(MODULE_CFLAGS) -c $< -o $@
	$(COUNT)

$(BUILD)/fuzz/target-%: $(BUILD)/fuzz/obj/tests/fuzz/%.o $(FUZZ_OBJECTS)
	$(Q)$(CLANG) -g $(FUZZ_SANITIZE) -fsanitize=fuzzer -o $@ $^ $(MODULE_LIBS) $(TEST_LIBRARIES) $(ORACLE_LIBRARIES)

.PRECIOUS: $(BUILD)/fuzz/obj/%.o
.PHONY: fuzz fuzz-programs
fuzz-programs: $(FUZZ:%=$(BUILD)/fuzz/target-%)
# What a target begins with, and the words it is told, where those are another's.
fuzz-seeds = $(or $(patsubst package,xlsx,$(filter package,$(1))),$(patsubst encoding,csv,$(filter encoding,$(1))),$(1))
fuzz-words = $(or $(if $(filter xlsx sheet package xml xml2003,$(1)),xml),$(if $(filter csv encoding table,$(1)),csv),$(1))
define fuzz_rule
.PHONY: fuzz-$(1)
fuzz-$(1): $(BUILD)/fuzz/target-$(1)
	@mkdir -p $(BUILD)/fuzz/corpus/$(1) $(BUILD)/fuzz/found/$(1); echo "== $(1)"
	@$(BUILD)/fuzz/target-$(1) -max_total_time=$(SECONDS) -timeout=20 -rss_limit_mb=1024 -max_len=20000 -print_final_stats=1 \
	    -dict=tests/fuzz/words/$(call fuzz-words,$(1)).dict -artifact_prefix=$(BUILD)/fuzz/found/$(1)/ \
	    $(BUILD)/fuzz/corpus/$(1) tests/fuzz/corpus/$(1) tests/fuzz/seeds/$(call fuzz-seeds,$(1)) >$(BUILD)/fuzz/$(1).log 2>&1; \
	    grep -a 'cov: ' $(BUILD)/fuzz/$(1).log | tail -n 1; grep -a 'ERROR\|SUMMARY\|number_of_executed' $(BUILD)/fuzz/$(1).log
endef
$(foreach t,$(FUZZ),$(eval $(call fuzz_rule,$(t))))
fuzz: $(BUILD)/.setup-test
	@+$(call make-all,fuzz-programs)
	@for target in $(FUZZ); do $(MAKE) --no-print-directory fuzz-$$target; done

# Every spreadsheet below DIR, by our reader and by LibreOffice, cell by cell; LIST=--list names each disagreement.
.PHONY: corpus
corpus: $(BUILD)/.setup
	@+$(call make-all,$(BUILD)/tools/read_file)
	@python3 tests/corpus.py $(LIST) $(BUILD) $(DIR)

# The same program whose PDFs tell nothing of their parts, are not made for archives, or neither: what tags and PDF/A cost.
WITHOUT_tags = tags
WITHOUT_archive = archive
WITHOUT_both = tags archive
$(BUILD)/without/tags.o: gen/write/pdf/tags.c
$(BUILD)/without/archive.o: gen/write/pdf/archive.c
$(BUILD)/without/%.o:
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -DWRITE_UNTAGGED -DWRITE_UNARCHIVED $(MODULE_CFLAGS) -c $< -o $@
	$(COUNT)
.SECONDEXPANSION:
$(BUILD)/without/%/dengbao: $$(foreach p,$$(WITHOUT_$$*),$(BUILD)/without/$$(p).o) $(BUILD)/dengbao
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -Wl,--build-id -o $@ $(BUILD)/obj/cli/main.o $(filter %.o,$^) $(foreach r,cli $(USES_cli),$(BUILD)/lib/$(r).a) $(MODULE_LIBS)
	$(COUNT)
PROGRAMS_WITHOUT = $(foreach w,tags archive both,$(BUILD)/without/$(w)/dengbao)

bench: $(BUILD)/.setup-bench
	@$(call make-all,$(BUILD)/dengbao $(PROGRAMS_WITHOUT) $(BUILD)/tools/make_workbook $(BUILD)/tools/peak $(BUILD)/tools/judge_many \
	    $(BUILD)/tools/read_file $(BUILD)/tools/make_big)
	@tests/bench_run.sh $(BUILD)
	@tests/bench_inbox.sh $(BUILD)
	@tests/bench_report.sh $(BUILD)
	@tests/bench_dossier.sh $(BUILD)
	@tests/bench_peers.sh $(BUILD)
	@tests/bench_prose.sh $(BUILD)
	@tests/bench_read.sh $(BUILD)

golden: $(BUILD)/.setup-test
	@+$(call make-all,$(BUILD)/dengbao tools)
	@UPDATE=$(UPDATE) tests/golden.sh $(BUILD)

clean:
	rm -rf $(BUILD) out

help:
	@echo 'make run     一条命令：安装所缺、编译、处理 samples/inbox 到 out/'
	@echo '             set up, build, and run the main job on the samples'
	@echo 'make test    一条命令：安装所缺、编译、运行全部测试 (set up, build, run every test)'
	@echo 'make all     build/dengbao and its manual page only; V=1 shows every command'
	@echo 'make install DESTDIR= PREFIX=/usr/local, make uninstall'
	@echo 'make deb     Debian 软件包 build/dengbao_$(VERSION)_*.deb (a package of Debian)'
	@echo 'make lint    includes, format, manual pages; make doors: includes only'
	@echo 'make setup-cluster, make test-cluster  四个分片在两个节点的 Slurm 上 (shares on a Slurm of two nodes)'
	@echo 'make fuzz    SECONDS=60: readers against hostile bytes (clang)'
	@echo 'make corpus  DIR=…: every spreadsheet of a folder beside LibreOffice (LIST=--list)'
	@echo 'make samples write samples/inbox from samples/source'
	@echo 'make bench   每多一个单位的花费 (cost of each further institution; some minutes)'
	@echo 'make golden  compare page dumps (UPDATE=1 writes them)'
	@echo 'make test-ROOM, make format, make clean'

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
