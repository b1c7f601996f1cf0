import { build, type Rolldown } from 'vite'
import { gzipSync } from 'node:zlib'
import type { Figure } from './figure'

/**
 * What a page downloads before its button works: `<myna-login>`, Lit, the drivers and the card's
 * application, minified, each file gzipped by itself. Other languages come when they are needed.
 */
export async function firstLoad(): Promise<readonly Figure[]> {
  const chunks = await bundled('packages/elements/src/myna-login/define.ts')
  const entry = chunks.find(({ isEntry }) => isEntry)!
  const needed = withImports(entry, chunks)
  const foreign = needed
    .flatMap(({ moduleIds }) => moduleIds)
    .filter((id) => /node_modules\/(asn1js|pkijs|pvtsutils|@peculiar)/.test(id))
  if (foreign.length > 0) throw new Error(`the first load has an ASN.1 library: ${foreign[0]}`)
  const value = needed.reduce((sum, { code }) => sum + gzipSync(code).length, 0)
  return [{ name: 'login.firstLoad', value, unit: 'bytes', limit: 20 * 1024, better: 'less' }]
}

/** As any bundler does it; Vite adds half a kilobyte of its own, once for a site. */
export async function bundled(entry: string): Promise<Rolldown.OutputChunk[]> {
  const results = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@myna/source', 'module', 'browser', 'production'] },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rolldownOptions: { output: { minify: true } },
    },
  })
  return [results]
    .flat()
    .flatMap((result) => ('output' in result ? result.output : []))
    .filter((file) => file.type === 'chunk')
}

/** The chunk and everything it imports at once; `import()` is not followed. */
export function withImports(
  chunk: Rolldown.OutputChunk,
  chunks: readonly Rolldown.OutputChunk[],
): Rolldown.OutputChunk[] {
  const found = new Set([chunk])
  for (const { imports } of found)
    for (const name of imports) {
      const next = chunks.find(({ fileName }) => fileName === name)
      if (next !== undefined) found.add(next)
    }
  return [...found]
}
