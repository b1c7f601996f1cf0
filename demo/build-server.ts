// The sample SP: its page in demo/dist/server-page, its server in demo/dist/server.
import { resolve } from 'node:path'
import { build } from 'vite'

await build({ configFile: 'demo/vite.config.ts', mode: 'server', logLevel: 'warn' })
await build({
  configFile: false,
  logLevel: 'warn',
  resolve: { conditions: ['@myna/source'] },
  ssr: {
    noExternal: [/^@myna\//],
    resolve: { conditions: ['@myna/source', 'node', 'module', 'development|production'] },
  },
  build: {
    ssr: resolve('demo/server/main.ts'),
    outDir: resolve('demo/dist/server'),
    target: 'node20',
    emptyOutDir: true,
  },
})
