// npm run dev: the demo page with the verifier inside the page, rebuilt as you type.
import { installPackages } from './set-up.mjs'

installPackages()
const { createServer } = await import('vite')
const server = await createServer({ configFile: 'demo/vite.config.ts', mode: 'static' })
await server.listen()
server.printUrls()
