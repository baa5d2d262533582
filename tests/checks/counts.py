"""counts.py FILE...: no sentence of a template speaks of several where there may be one or none (均, 分别), and none begins with
a count that may be nothing: of each count in the prose, a name with a classifier behind it, one of these holds. It stands in a
section that is there only where the name, or what it is a part of, is more than nothing; it follows another count in its
sentence, as a part follows its whole; it is never nothing where it is said. Prints each that stands bare, FILE:LINE, and ends
with 1 if there is one."""
import re
import sys

CLASSIFIERS = "个|家|项次|项|人次|人|期|次|万元|份|张|条|行|处|天|页|列|名"
TAG = re.compile(r"\{\{([#^/]?)([^{}|]+?)\s*(\|[^{}]*)?\}\}")
COUNT = re.compile(r"\s*(?:%s)" % CLASSIFIERS)
# Words that say something of several: of one and of none they are wrong.
ALL = re.compile("均|分别|各系统情况")
END = re.compile(r"[。；：\"]")


# What is never nothing where it is said: sheets of a form with systems, requirements of a baseline, systems of a unit one of
# which has a plan, lines of a column that is told for having some.
NEVER_NONE = {"filing.sheets", "plan.baseline", "blank.n", "filing.total"}


# What is asked by another name.
ASKED = {"filing.systems": "unit.systems", "filing.total": "unit.systems.filed"}


def ask(name):
    """What a section asks for, without the .any that says so."""
    return name[:-4] if name.endswith(".any") else name


def bare_counts(text):
    """Names of the counts of one text that stand bare."""
    opened = []
    # Counts of the sentence so far that are surely there, by depth of sections at which they stand.
    wholes = []
    at = 0
    for tag in TAG.finditer(text):
        if END.search(text[at:tag.start()]):
            wholes = []
        at = tag.end()
        kind, name = tag.group(1), tag.group(2).strip()
        if kind in ("#", "^"):
            opened.append((kind, ask(name)))
        elif kind == "/":
            opened.pop()
        elif COUNT.match(text, tag.end()):
            guarded = any(k == "#" and n in (name, ASKED.get(name)) for k, n in opened)
            if not guarded and not wholes and name not in NEVER_NONE:
                yield name
            wholes.append(name)


def texts_of(path):
    """The texts of a YAML file that hold tags, each with its first line; lines on which no section is left open."""
    first, text = 0, ""
    for number, line in enumerate(open(path, encoding="utf-8").read().split("\n"), 1):
        if text or ("{{" in line and not line.lstrip().startswith("#")):
            first = first or number
            text += line
            if len(re.findall(r"\{\{[#^]", text)) <= text.count("{{/"):
                yield first, text
                first, text = 0, ""


def sections_over(path):
    """Sections that the blocks of the outline stand in, line by line, by their indent."""
    over, stack = {}, []
    for number, line in enumerate(open(path, encoding="utf-8").read().split("\n"), 1):
        indent = len(line) - len(line.lstrip())
        if line.strip():
            while stack and indent <= stack[-1][0]:
                stack.pop()
        found = re.match(r"\s*- (section|inverted): (\S+)", line)
        over[number] = [name for _, kind, name in stack if kind == "section"]
        if found:
            stack.append((indent, found.group(1), ask(found.group(2))))
    return over


def main():
    bad = 0
    for path in sys.argv[1:]:
        over = sections_over(path)
        for number, line in enumerate(open(path, encoding="utf-8").read().split("\n"), 1):
            if ALL.search(line) and not re.match(r"\s*(#|- \{cells)", line):
                print("%s:%d: %s" % (path, number, ALL.search(line).group()))
                bad += 1
        for number, text in texts_of(path):
            for name in bare_counts(text):
                if name not in over[number] and ASKED.get(name) not in over[number]:
                    print("%s:%d: {{%s}}" % (path, number, name))
                    bad += 1
    sys.exit(1 if bad else 0)


main()
