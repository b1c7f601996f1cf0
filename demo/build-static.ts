// The demo as static files: demo/dist/static.
import { build } from 'vite'

await build({ configFile: 'demo/vite.config.ts', mode: 'static', logLevel: 'warn' })
console.log('demo/dist/static: 静的な見本ができました。 The static demo is built.')
