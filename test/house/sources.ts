import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** One TypeScript or JavaScript file of ours. */
export interface Source {
  /** From the repository's root, with slashes. */
  readonly path: string
  readonly text: string
  /** Module names in import, export … from, and import(). */
  readonly imports: readonly string[]
}

const SKIPPED = ['node_modules', 'dist', '.git', '.cache']

export function sourcesIn(...folders: readonly string[]): Source[] {
  return folders.flatMap((folder) => files(join(root, folder))).map(readSource)
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.includes(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return files(path)
    return /\.(ts|mjs)$/.test(entry.name) ? [path] : []
  })
}

function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8')
  return { path: relative(root, path).split(sep).join('/'), text, imports: importsOf(text) }
}

/** Comments are taken out first, so that an example in a comment imports nothing. */
export function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const statements = /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/g
  const calls = /\bimport\(\s*(?:\/\*.*?\*\/\s*)?['"]([^'"]+)['"]/g
  return [...code.matchAll(statements), ...code.matchAll(calls)].map((match) => match[1]!)
}
