// One page for each framework, as its own bundler set-up would make it: test/states/dist-frameworks.
import { resolve } from 'node:path'
import { compile } from 'svelte/compiler'
import { build, type Plugin } from 'vite'

/** What Svelte's own Vite plugin does, as far as one page needs it. */
const svelte: Plugin = {
  name: 'svelte',
  transform(code, id) {
    if (!id.endsWith('.svelte')) return undefined
    return { code: compile(code, { filename: id, generate: 'client' }).js.code, map: null }
  },
}

const folder = import.meta.dirname
for (const [name, entry] of Object.entries({
  html: 'html.ts',
  react: 'react.tsx',
  'react-components': 'react-components.tsx',
  vue: 'vue.ts',
  svelte: 'svelte.ts',
}))
  await build({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    plugins: [svelte],
    define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
    resolve: { conditions: ['@myna/source', 'module', 'browser', 'development|production'] },
    build: {
      outDir: resolve('test/states/dist-frameworks', name),
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: {
        input: resolve(folder, entry),
        output: { entryFileNames: 'page.js' },
      },
    },
  })
