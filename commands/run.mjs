// Runs one of our TypeScript files in Node, the packages from their sources:
//   node commands/run.mjs bench/main.ts --json
// Vite is here anyway and does it; a loader of its own would be one more dependency.
import { resolve } from 'node:path'
import { installPackages, root, stop } from './set-up.mjs'

installPackages()
const [file, ...args] = process.argv.slice(2)
if (file === undefined) stop('usage: node commands/run.mjs FILE.ts [arguments]')
process.argv = [process.argv[0], file, ...args]

process.env.NODE_ENV ??= 'production' // what is built and measured here is what people get
const { createServer, createServerModuleRunner } = await import('vite')
const server = await createServer({
  root,
  configFile: false,
  appType: 'custom',
  logLevel: 'warn',
  server: { middlewareMode: true, hmr: false, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true, include: [] },
  environments: {
    ssr: { resolve: { conditions: ['@myna/source', 'node', 'module', 'development|production'] } },
  },
})
try {
  await createServerModuleRunner(server.environments.ssr).import(resolve(root, file))
} finally {
  await server.close()
}
