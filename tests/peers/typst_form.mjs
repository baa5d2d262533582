// The yardstick of Typst, its compiler kept alive: sets page dumps of forms again, each run and rule where the dump has it,
// as PDF files, and prints the milliseconds of processor that each took after the first ten.
//     node typst_form.mjs FONTS OUT DUMP...
// No layout is asked of it: every place is given.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { NodeCompiler } = createRequire(process.cwd() + '/')('@myriaddreamin/typst-ts-node-compiler')
const WARM = 10
const families = [
  ['NotoSerif', 'Noto Serif CJK SC'], ['NotoSansMono', 'Noto Sans Mono CJK SC'], ['NotoSans', 'Noto Sans CJK SC'],
  ['FandolFang', 'FandolFang R'], ['FandolKai', 'FandolKai'],
]
const familyOf = face => (families.find(([start]) => face.startsWith(start)) ?? families[0])[1]
const weightOf = face => (face.includes('Bold') ? 700 : face.includes('Medium') ? 500 : 400)

// A line of a dump in Typst's words.
function setItem(line) {
  const run = /^ {2}run (\S+) ([\d.]+)pt (\S+) (\S+) \S+(?: gray=\d+)? (".*)$/.exec(line)
  if (run) {
    const [, face, size, x, y, text] = run
    return `#place(dx: ${x}mm, dy: ${y}mm, text(font: "${familyOf(face)}", weight: ${weightOf(face)}, size: ${size}pt, ` +
      `${JSON.stringify(JSON.parse(text))}))\n`
  }
  const rule = /^ {2}rule (\S+) (\S+) (\S+) (\S+) thick (\S+)/.exec(line)
  if (rule) {
    const [, x1, y1, x2, y2, thick] = rule
    return `#place(line(start: (${x1}mm, ${y1}mm), end: (${x2}mm, ${y2}mm), stroke: ${thick}mm))\n`
  }
  const box = /^ {2}box (\S+) (\S+) (\S+) (\S+) thick (\S+)/.exec(line)
  if (box) {
    const [, x, y, width, height, thick] = box
    return `#place(dx: ${x}mm, dy: ${y}mm, rect(width: ${width}mm, height: ${height}mm, stroke: ${thick}mm))\n`
  }
  const path = /^ {2}path ([-\d. ]+)/.exec(line)
  if (path) {
    const n = path[1].trim().split(/ +/)
    const points = n.flatMap((x, i) => (i % 2 ? [] : [`(${x}mm, ${n[i + 1]}mm)`]))
    return `#place(polygon(stroke: 0.2mm, ${points.join(', ')}))\n`
  }
  return ''
}

function setForm(dump) {
  let source = '#set page(margin: 0pt)\n#set text(top-edge: "baseline", bottom-edge: "baseline", lang: "zh")\n'
  let pages = 0
  for (const line of dump.split('\n')) {
    const page = /^page \d+ ".*" (\S+) (\S+)$/.exec(line)
    if (page) {
      source += `${pages++ ? '#pagebreak()\n' : ''}#set page(width: ${page[1]}mm, height: ${page[2]}mm)\n`
    } else if (pages) {
      source += setItem(line)
    }
  }
  return source
}

const [fonts, out, ...dumps] = process.argv.slice(2)
const sources = dumps.map(path => setForm(readFileSync(path, 'utf8')))
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: [fonts, '/usr/share/fonts'] }] })
let begun
sources.forEach((mainFileContent, i) => {
  if (i === WARM) begun = process.cpuUsage()
  writeFileSync(`${out}/${i}.pdf`, compiler.pdf({ mainFileContent }))
  compiler.evictCache(10)
})
const { user, system } = process.cpuUsage(begun)
console.log(((user + system) / 1000 / (dumps.length - WARM)).toFixed(3))
