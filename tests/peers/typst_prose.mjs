// Sets paragraphs in Typst: typst_prose.mjs FONTS OUT.pdf SIZE WIDTH < PARAGRAPHS, a line a paragraph; size in points, width of
// the measure in millimetres. Justified, indented by two characters, Chinese rules and 中西间距 as Typst has them.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { NodeCompiler } = createRequire(process.cwd() + '/')('@myriaddreamin/typst-ts-node-compiler')
const [fonts, out, size, width] = process.argv.slice(2)
const paragraphs = readFileSync(0, 'utf8').split('\n').filter(line => line.trim())
const source =
  `#set page(width: ${Number(width) + 40}mm, height: 297mm, margin: (x: 20mm, y: 30mm))\n` +
  `#set text(font: ("FandolFang R", "Noto Serif CJK SC"), size: ${size}pt, lang: "zh", region: "cn")\n` +
  '#set par(justify: true, leading: 0.8em, first-line-indent: (amount: 2em, all: true))\n' +
  paragraphs.map(text => `#par(${JSON.stringify(text)})\n`).join('')
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: [fonts, '/usr/share/fonts'] }] })
writeFileSync(out, compiler.pdf({ mainFileContent: source }))
