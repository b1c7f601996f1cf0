// The sample SP as a process: node demo/dist/server/main.js
import { createAdaptorServer } from '@hono/node-server'
import type { LogEntry } from '@myna/verifier'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sampleSite } from './app'

const FIRST_PORT = 8080
const MOST_PORTS = 20

const pageFolder = relative('.', fileURLToPath(new URL('../server-page', import.meta.url)))
const { server, port } = await listen()
console.log(`
  見本のサイトが動いています。ブラウザーで開いてください：  http://localhost:${port}
  The sample site is running. Open it in your browser:       http://localhost:${port}

  仮想カードのパスワードは 1234 です。止めるには Ctrl+C。
  The password of the virtual cards is 1234. Ctrl+C stops it.
`)
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    server.close(() => process.exit(0))
    if ('closeAllConnections' in server) server.closeAllConnections()
  })

/** Listens on PORT, or on the first free port from 8080 on. On this machine only. */
async function listen() {
  const wanted = portFromEnvironment()
  for (let port = wanted ?? FIRST_PORT; ; port++) {
    const origin = `http://localhost:${port}`
    const app = await sampleSite({ origin, pageFolder, log: logLine })
    const server = createAdaptorServer({ fetch: app.fetch })
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve)
      server.listen(port, 'localhost', () => resolve(undefined))
    })
    if (error === undefined) return { server, port }
    const isTaken = error.code === 'EADDRINUSE'
    if (isTaken && wanted === undefined && port < FIRST_PORT + MOST_PORTS) continue
    console.error(
      isTaken
        ? `ポート ${port} は使われています。 Port ${port} is in use: PORT=… npm start`
        : `${error.message}`,
    )
    process.exit(1)
  }
}

function portFromEnvironment(): number | undefined {
  const text = process.env['PORT']
  if (text === undefined || text === '') return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65536) return port
  console.error(`PORT=${text}: 1 から 65535 の数ではありません。 Not a number from 1 to 65535.`)
  process.exit(1)
}

function logLine({ at, step, outcome, code }: LogEntry): void {
  console.log(`${at.toISOString()} ${step} ${outcome}${code === undefined ? '' : ` ${code}`}`)
}
