import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from '../house/sources'

const blocks = [
  ...readFileSync(join(root, 'docs', 'server.md'), 'utf8').matchAll(/^```js\n([\s\S]*?)^```$/gm),
].map(([, code = '']) => code)

/** The code of docs/server.md that begins with this remark, to the letter. */
function codeOf(remark: string): string {
  const found = blocks.filter((code) => code.startsWith(`// ${remark}\n`))
  if (found.length !== 1) throw new Error(`docs/server.md: ${found.length} blocks ${remark}`)
  return found[0]!
}

/** A folder inside the repository, so that the code finds the packages. */
export function docsFolder(): string {
  const cache = join(root, '.cache')
  mkdirSync(cache, { recursive: true })
  return mkdtempSync(join(cache, 'docs-'))
}

/** Writes code of the page into a folder under its own name, with another port. */
export function writeCode(folder: string, remark: string, port = 3000): string {
  const file = join(folder, remark.split(',')[0]!)
  writeFileSync(file, codeOf(remark).replaceAll('3000', `${port}`))
  return file
}

/** Runs a file of such a folder in a process of its own. */
export function runCode(file: string, env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, ['commands/run.mjs', relative(root, file)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
}

/** What a program said until it ended; it has to end well. */
export async function saidBy(child: ChildProcess): Promise<string> {
  let said = ''
  child.stdout!.on('data', (text: Buffer) => (said += text.toString()))
  // 'exit' can come before the last of what it said has been read
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`it ended with ${code}: ${said}`)
  return said
}
