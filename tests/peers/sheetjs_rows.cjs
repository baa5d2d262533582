// sheetjs_rows.cjs FILE CELLS [PAGE]: reads every cell of the first sheet by SheetJS in its leanest way, and fails unless there are CELLS.
// Text in another encoding than UTF-8 with a mark is read by the code page that it must be told.
const { createRequire } = require('module');
const xlsx = createRequire(process.cwd() + '/')('xlsx');
const options = { dense: true, cellFormula: false, cellHTML: false, cellText: false, cellDates: false };
if (process.argv[4]) {
    options.codepage = Number(process.argv[4]);
}
const book = xlsx.readFile(process.argv[2], options);
const sheet = book.Sheets[book.SheetNames[0]];
let n = 0;
for (const row of sheet['!data'] || sheet) {
    for (const cell of row || []) {
        n += cell && cell.v !== undefined && cell.v !== '' ? 1 : 0;
    }
}
process.exit(n === Number(process.argv[3]) ? 0 : 1);
