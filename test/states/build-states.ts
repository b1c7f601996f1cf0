// The page of the states, as a bundler makes it for a site: test/states/dist.
import { build } from 'vite'
import { resolve } from 'node:path'

await build({
  configFile: false,
  root: resolve('test/states/page'),
  base: './',
  logLevel: 'warn',
  resolve: { conditions: ['@myna/source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: resolve('test/states/dist'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index', 'development'].map((name) => resolve(`test/states/page/${name}.html`)),
    },
  },
})
