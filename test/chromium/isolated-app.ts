// An Isolated Web App around one script, served by a development server as Chromium's developer mode
// takes them: the one kind of page that may claim the smart card class.
import { createServer } from 'node:http'
import { once } from 'node:events'
import { crc32, deflateSync } from 'node:zlib'
import type { BrowserContext, Page } from 'playwright'

/** Of 32 bytes and 000002, "served by a proxy", in base32: any will do, and a fixed one can be permitted. */
const APP_ID = 'i4zvj7kvhsudjxpdwjp22vmnf5ce6kf4ywbctxkezydgetk4jwkaaaac'

export const APP_ORIGIN = `isolated-app://${APP_ID}`
export const APP_FEATURES = ['--enable-features=IsolatedWebApps,IsolatedWebAppDevMode']

const manifest = {
  name: 'myna test',
  short_name: 'myna',
  version: '1.0.0',
  id: '/',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  isolated_storage: true,
  icons: [{ src: '/icon.png', sizes: '256x256', type: 'image/png', purpose: 'any' }],
  permissions_policy: {
    'cross-origin-isolated': ['self'],
    usb: ['self'],
    'usb-unrestricted': ['self'],
  },
}

const HTML = `<!doctype html>
<link rel="manifest" href="/.well-known/manifest.webmanifest" />
<title>myna test</title>
<script type="module" src="/app.js"></script>`

/** Serves an app whose page runs `script`. */
export async function serveApp(script: string) {
  const files: Readonly<Record<string, readonly [type: string, content: string | Uint8Array]>> = {
    '/.well-known/manifest.webmanifest': ['application/manifest+json', JSON.stringify(manifest)],
    '/icon.png': ['image/png', square(256)],
    '/app.js': ['text/javascript', script],
    '/': ['text/html', HTML],
  }
  const server = createServer((request, response) => {
    const file = files[new URL(request.url ?? '/', 'http://app').pathname]
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': file?.[0] ?? 'text/plain',
    })
    response.end(file?.[1])
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://localhost:${port}`,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Installs the app and opens it. */
export async function openApp(context: BrowserContext, url: string): Promise<Page> {
  const devTools = await context.newCDPSession(context.pages()[0] ?? (await context.newPage()))
  const manifestId = `${APP_ORIGIN}/`
  const send = devTools.send.bind(devTools) as (
    method: string,
    parameters: object,
  ) => Promise<unknown>
  await send('PWA.install', { manifestId, installUrlOrBundleUrl: url })
  const opened = context.waitForEvent('page')
  await send('PWA.launch', { manifestId })
  const page = await opened
  await page.waitForURL(`${APP_ORIGIN}/**`)
  return page
}

/** A black PNG (ISO/IEC 15948): an app without an icon is not installed. */
function square(size: number): Uint8Array {
  const number = (value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const chunk = (name: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(name), data])
    return Buffer.concat([number(data.length), body, number(crc32(body))])
  }
  const EIGHT_BITS_RGB = [8, 2, 0, 0, 0]
  const header = Buffer.concat([number(size), number(size), Buffer.from(EIGHT_BITS_RGB)])
  const pixels = deflateSync(Buffer.alloc(size * (1 + 3 * size)))
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
