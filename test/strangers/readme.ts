import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../house/sources'

/** The code of README.md, block by block. */
const blocks = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm),
].map(([, language = '', code = '']) => ({ language, code }))

/** The one block that contains this text; a README without it has lost what this test follows. */
export function blockWith(language: string, text: string): string {
  const found = blocks.filter((block) => block.language === language && block.code.includes(text))
  if (found.length !== 1) throw new Error(`README.md: ${found.length} blocks with ${text}`)
  return found[0]!.code
}

/** The commands of a block, a line each, without their remarks. */
export const commandsWith = (text: string): string[] =>
  blockWith('sh', text)
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''))
    .filter((line) => line !== '')
