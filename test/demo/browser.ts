// A real Chromium, and the demo in its two shapes: the sample SP's server, and static files.
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { spawn, spawnSync } from 'node:child_process'
import { extname, join } from 'node:path'
import { chromium, type Browser } from 'playwright'
import { root } from '../house/sources'

/** As `commands/browser.mjs` found it; without that, Debian's, or the one Playwright would use. */
export const browserProgram = [process.env['CHROMIUM'], '/usr/lib/chromium/chromium'].find(
  (place) => place !== undefined && existsSync(place),
)

export const launch = (): Promise<Browser> =>
  chromium.launch({
    ...(browserProgram === undefined ? {} : { executablePath: browserProgram }),
    args: ['--no-sandbox'],
  })

/** Runs one of our build scripts, as the commands do. */
export function build(script: string): void {
  const { status, stderr } = spawnSync(process.execPath, ['commands/run.mjs', script], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' }, // vitest sets 'test', and builds would follow it
  })
  if (status !== 0) throw new Error(`${script}: ${stderr}`)
}

/** A port of this machine that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** The sample SP as `npm start` starts it, on a port of its own. */
export async function startSampleSite() {
  const port = await freePort()
  const server = spawn(process.execPath, ['demo/dist/server/main.js'], {
    cwd: root,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  const ready = new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (text: Buffer) => {
      printed += text.toString()
      if (printed.includes('Ctrl+C')) resolve()
    })
    server.once('exit', (code) => reject(new Error(`the sample site ended with ${code}`)))
  })
  await ready
  return {
    url: `http://localhost:${port}`,
    printed: () => printed,
    stop: () =>
      new Promise<number | null>((resolve) => {
        server.once('exit', resolve)
        server.kill('SIGTERM')
      }),
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** The static demo as any host would serve it, in a folder of the host. */
export async function serveStaticDemo(folder = '/some/folder') {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname
    const inside = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined
    const file = inside === '' ? 'index.html' : inside
    const bytes = await readFile(join(root, 'demo/dist/static', file ?? '?')).catch(() => undefined)
    response.writeHead(bytes === undefined ? 404 : 200, {
      'content-type': types[extname(file ?? '')] ?? 'application/octet-stream',
    })
    response.end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://localhost:${port}${folder}/`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
