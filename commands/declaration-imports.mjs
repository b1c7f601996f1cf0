// Declarations as a stranger's TypeScript reads them: under `nodenext` a relative import names its
// file with its ending (TS2834). Our sources leave it out, as bundlers like it, so it is put in here.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const RELATIVE = /(from |import |import\()'(\.{1,2}\/[^']+?)(?:\.js)?'/g

/** Rewrites every declaration file below a folder. Doing it twice changes nothing. */
export function nameFilesInDeclarations(folder) {
  for (const entry of readdirSync(folder, { recursive: true })) {
    if (!entry.endsWith('.d.ts')) continue
    const file = join(folder, entry)
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(RELATIVE, "$1'$2.js'"))
  }
}
