import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from '../house/sources'

const require = createRequire(import.meta.url)

/** The trained data of both engines in one folder, as a site would host it. */
export function trainedData(): string {
  const folder = join(root, '.cache', 'ocr-parts')
  mkdirSync(folder, { recursive: true })
  for (const language of ['jpn', 'eng']) {
    const from = dirname(require.resolve(`@tesseract.js-data/${language}/package.json`))
    const name = `${language}.traineddata.gz`
    writeFileSync(join(folder, name), readFileSync(join(from, '4.0.0_best_int', name)))
  }
  return folder
}
