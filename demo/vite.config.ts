import { resolve } from 'node:path'
import { defineConfig } from 'vite'

// The demo page. `--mode static`: the verifier in the page, for any static host, in any folder of it.
// `--mode server`: the page of the sample SP.

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: mode === 'static' ? './' : '/',
  resolve: { conditions: ['@myna/source', 'module', 'browser', 'development|production'] },
  server: { port: 5173 },
  build: {
    outDir: resolve(import.meta.dirname, 'dist', mode === 'static' ? 'static' : 'server-page'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false }, // an inline script no strict page would run
    rolldownOptions: {
      onLog(level, log, handle) {
        // the photo's decoder asks for Node's modules where there is Node, and not here
        if (!/externalized for browser compatibility/.test(log.message)) handle(level, log)
      },
    },
  },
}))
