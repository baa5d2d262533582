"""Reads the structure of a PDF back, as a screen reader would: tags.py FILE prints the tree, a part a
line with its text; tags.py FILE DUMP proves it: the text on each page is that of the page dump, in
its order, and each marked stretch is reached from the tree once. Knows nothing of how files are made:
it reads what `qpdf --qdf` lays open."""
import json
import re
import subprocess
import sys

TOKEN = re.compile(rb'\s*(<<|>>|\[|\]|/[^\s<>\[\]()/%]*|<[0-9A-Fa-f\s]*>|\(|[^\s<>\[\]()/%]+)')
ESCAPES = {ord('n'): 10, ord('r'): 13, ord('t'): 9, ord('b'): 8, ord('f'): 12}


def read_string(data, at):
    """The string whose bracket stands before `at`, and the place behind it."""
    out, depth = bytearray(), 1
    while True:
        byte = data[at]
        at += 1
        if byte == 0x5C:
            octal = re.match(rb'[0-7]{1,3}', data[at:at + 3])
            if octal:
                out.append(int(octal.group(), 8))
                at += len(octal.group())
            else:
                out.append(ESCAPES.get(data[at], data[at]))
                at += 1
            continue
        depth += (byte == 0x28) - (byte == 0x29)
        if depth == 0:
            return bytes(out), at
        out.append(byte)


def tokens(data):
    """Names as text, strings as bytes, numbers and operators as text."""
    at = 0
    while True:
        found = TOKEN.match(data, at)
        if not found:
            return
        token, at = found.group(1), found.end()
        if token == b'(':
            token, at = read_string(data, at)
            yield token
        elif token[:1] == b'<' and token != b'<<':
            yield bytes.fromhex(token[1:-1].decode())
        else:
            yield token.decode('latin1')


def read_value(source):
    """The next value: dictionaries and lists are nested, references are ('R', number)."""
    token = next(source)
    if token == '<<':
        made = {}
        for key in source:
            if key == '>>':
                return made
            made[key] = read_value(source)
    if token == '[':
        made = []
        for item in source:
            if item == ']':
                return made
            if item == 'R':
                made[-2:] = [('R', int(made[-2]))]
            else:
                made.append(read_value(iter_with(item, source)))
    if isinstance(token, str) and token.isdigit():
        return Number(token, source).value
    return token


class Pushed:
    """Tokens that can be given back."""

    def __init__(self, source):
        self.source, self.held = source, []

    def __iter__(self):
        return self

    def __next__(self):
        return self.held.pop() if self.held else next(self.source)


def iter_with(item, source):
    source.held.append(item)
    return source


class Number:
    """A number, or the reference that it begins."""

    def __init__(self, token, source):
        self.value = token
        ahead = []
        for _ in range(2):
            try:
                ahead.append(next(source))
            except StopIteration:
                break
        if len(ahead) == 2 and ahead[1] == 'R':
            self.value = ('R', int(token))
        else:
            source.held.extend(reversed(ahead))


class File:
    """Objects of a file laid open."""

    def __init__(self, path):
        data = subprocess.run(['qpdf', '--qdf', '--object-streams=disable', '--normalize-content=n', path, '-'],
                              stdout=subprocess.PIPE, check=True).stdout
        self.objects, self.streams = {}, {}
        for found in re.finditer(rb'\n(\d+) 0 obj\n(.*?)\nendobj\n', data, re.S):
            number, body = int(found.group(1)), found.group(2)
            head, _, rest = body.partition(b'\nstream\n')
            self.objects[number] = read_value(Pushed(tokens(head)))
            self.streams[number] = rest[:rest.rfind(b'\nendstream')]
        self.root = next(o for o in self.objects.values() if isinstance(o, dict) and o.get('/Type') == '/Catalog')
        self.pages = self.walk_pages(self.root['/Pages'][1], {})
        self.maps = {}

    def get(self, value):
        return self.objects[value[1]] if isinstance(value, tuple) else value

    def walk_pages(self, number, resources):
        node = self.objects[number]
        resources = self.get(node.get('/Resources', resources))
        if node['/Type'] == '/Page':
            return [(number, node, resources)]
        return [page for kid in node['/Kids'] for page in self.walk_pages(kid[1], resources)]

    def map_of(self, font):
        """Texts by code."""
        if font not in self.maps:
            text = self.streams[self.objects[font]['/ToUnicode'][1]].decode()
            texts = {}
            for first, last, to in re.findall(r'<([0-9A-F]{4})><([0-9A-F]{4})><([0-9A-F]{4})>', text):
                for code in range(int(first, 16), int(last, 16) + 1):
                    texts[code.to_bytes(2, 'big')] = chr(int(to, 16) + code - int(first, 16))
            for code, to in re.findall(r'^<([0-9A-F]{4})><([0-9A-F]*)>$', text, re.M):
                texts[bytes.fromhex(code)] = bytes.fromhex(to).decode('utf-16-be')
            self.maps[font] = texts
        return self.maps[font]


def read_page(file, page):
    """Stretches of a page in order: [number or None for decoration, name, text]."""
    number, node, resources = page
    fonts = file.get(resources['/Font'])
    source = Pushed(tokens(file.streams[node['/Contents'][1]]))
    stretches, stack, operands, texts = [], [], [], None
    for token in source:
        if isinstance(token, bytes) or token[:1] in '/<[' or re.match(r'[-+.\d]', token):
            operands.append(read_value(iter_with(token, source)))
            continue
        if token == 'Tf':
            texts = file.map_of(fonts[operands[0]][1])
        elif token in ('BDC', 'BMC'):
            said = operands[1] if token == 'BDC' else {}
            actual = said.get('/ActualText')
            if operands[0] != '/Span':
                assert not [s for s in stack if s['/Name'] != '/Span'], 'marked stretches within each other'
                stretches.append([said.get('/MCID'), operands[0], ''])
            elif not any('/ActualText' in s for s in stack):
                stretches[-1][2] += actual[2:].decode('utf-16-be')
            stack.append({**said, '/Name': operands[0]})
        elif token == 'EMC':
            stack.pop()
        elif token in ('Tj', 'TJ') and not any('/ActualText' in s for s in stack):
            assert stack, 'text that is no part of anything'
            pieces = operands[0] if token == 'TJ' else operands
            codes = b''.join(p for p in pieces if isinstance(p, bytes))
            stretches[-1][2] += ''.join(texts[codes[i:i + 2]] for i in range(0, len(codes), 2))
        operands = []
    assert not stack, 'a stretch without end'
    return stretches


def is_object(kid):
    return isinstance(kid, dict) and kid['/Type'] == '/OBJR'


class Tree:
    """The parts of a document, with their text."""

    def __init__(self, file):
        self.file = file
        self.stretches = {page[0]: read_page(file, page) for page in file.pages}
        self.reached, self.lines, self.links = [], [], {}
        tree = file.get(file.root['/StructTreeRoot'])
        self.roles = tree['/RoleMap']
        self.walk(tree['/K'][1], tree['/K'], 0)

    def text_of(self, page, number):
        self.reached.append((page, number))
        return next(s[2] for s in self.stretches[page] if s[0] == number)

    def walk(self, number, reference, depth):
        node = self.file.objects[number]
        kids = node.get('/K', [])
        kids = kids if isinstance(kids, list) else [kids]
        page = node.get('/Pg', (None, None))[1]
        own = ''.join(self.text_of(page, kid) if isinstance(kid, str) else self.text_of(kid['/Pg'][1], kid['/MCID'])
                      for kid in kids if not isinstance(kid, tuple) and not is_object(kid))
        alternative = node.get('/Alt', b'\0\0')[2:].decode('utf-16-be')
        self.lines.append((depth, node['/S'][1:], own or alternative))
        for kid in kids:
            if is_object(kid):
                assert node['/S'] == '/Link' and own, 'a link without words'
                self.links[self.file.get(kid['/Obj'])['/StructParent']] = reference
            if isinstance(kid, tuple):
                assert self.file.objects[kid[1]]['/P'] == reference, 'a part with another parent'
                self.walk(kid[1], kid, depth + 1)


def prove(tree, dump):
    pages = []
    for line in open(dump, encoding='utf-8'):
        if line.startswith('page '):
            pages.append('')
        elif re.match(r'  (run|path) .*"$', line):
            pages[-1] += json.loads(re.search(r' ("(?:[^"\\]|\\.)*")$', line.strip()).group(1))
    for i, (page, want) in enumerate(zip(tree.file.pages, pages)):
        got = ''.join(s[2] for s in tree.stretches[page[0]])
        assert got == want, f'page {i + 1}\n{got}\nis not\n{want}'
    assert len(pages) == len(tree.file.pages), 'another count of pages'
    marked = [(page, s[0]) for page, all in tree.stretches.items() for s in all if s[0] is not None]
    assert sorted(marked) == sorted(tree.reached), 'stretches that the tree does not reach once'
    parents = tree.file.get(tree.file.get(tree.file.root['/StructTreeRoot'])['/ParentTree'])['/Nums']
    count = sum(len(parents[i]) for i in range(1, len(parents), 2) if isinstance(parents[i], list))
    links = {parents[i - 1]: parents[i] for i in range(1, len(parents), 2) if isinstance(parents[i], tuple)}
    assert links == tree.links, 'links that the tree does not know'
    for page in tree.file.pages:
        for link in page[1].get('/Annots', []):
            link = tree.file.get(link)
            assert link['/StructParent'] in links and link['/F'] == '4', 'a link apart'
            assert link['/Dest'][0][1] in tree.stretches, 'a link to nowhere'
    assert count == len(marked), 'a parent tree of another size'


made = Tree(File(sys.argv[1]))
if len(sys.argv) > 2:
    prove(made, sys.argv[2])
else:
    for level, name, said in made.lines:
        print(f'{"  " * level}{name} {said}'.rstrip())
