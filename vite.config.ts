import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig, type EnvironmentOptions } from 'vite'

// `vite build --app` makes each package's `dist` as a stranger gets it: one environment a package,
// entries as its package.json exports them. Declarations come from `tsc -b`, into the same folder.

interface Manifest {
  readonly exports: Readonly<
    Record<
      string,
      | {
          readonly '@myna/source': string
          /** What a bundler takes in development; made of the file with its name in `src`. */
          readonly development?: string
          readonly default: string
        }
      | { readonly types: string }
    >
  >
  readonly dependencies: Readonly<Record<string, string>>
  /** What only some sites have. */
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** Of a file in `dist`, without ending. */
const nameOf = (path: string) => path.replace(/^\.\/dist\/|\.js$/g, '')

const packages = readdirSync('packages')

const environment = (name: string): EnvironmentOptions => {
  const folder = resolve('packages', name)
  const manifest = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as Manifest
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  const entry = Object.fromEntries(
    Object.values(manifest.exports).flatMap((target) =>
      // an entry with types and nothing else has nothing to build
      '@myna/source' in target
        ? [
            [nameOf(target.default), resolve(folder, target['@myna/source'])],
            ...(target.development === undefined
              ? []
              : [
                  [
                    nameOf(target.development),
                    resolve(folder, 'src', `${nameOf(target.development)}.ts`),
                  ],
                ]),
          ]
        : [],
    ),
  )
  return {
    consumer: 'client',
    build: {
      outDir: resolve(folder, 'dist'),
      emptyOutDir: false, // the declarations are there already
      copyPublicDir: false,
      minify: false, // whoever bundles it does that
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rolldownOptions: {
        // only what package.json declares: a bare name nobody declared has to be bundled or fail
        external: (id) => dependencies.some((known) => id === known || id.startsWith(`${known}/`)),
        output: { chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  }
}

export default defineConfig({
  environments: Object.fromEntries(packages.map((name) => [name, environment(name)])),
  builder: {
    async buildApp(builder) {
      for (const name of packages) await builder.build(builder.environments[name]!)
    },
  },
})
