// A site that hosts the OCR parts itself under a strict policy, and a Chromium whose camera is a file.
import { createCanvas } from '@napi-rs/canvas'
import { createServer } from 'node:http'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { chromium, type BrowserContext } from 'playwright'
import { build } from 'vite'
import { browserProgram } from '../demo/browser'
import { root } from '../house/sources'
import { trainedData } from '../ocr/local-parts'
import type { Frame } from '../ocr/lens'

const require = createRequire(import.meta.url)

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
].join('; ')

export interface OcrSite {
  readonly origin: string
  /** Bytes sent, by path, in order of the requests. */
  readonly sent: ReadonlyMap<string, number>
  stop(): Promise<void>
}

/** Where the parts lie in the npm packages; a site copies these four files. */
function parts(): ReadonlyMap<string, string> {
  const tesseract = dirname(require.resolve('tesseract.js/package.json'))
  const core = dirname(require.resolve('tesseract.js-core/package.json'))
  const data = trainedData()
  return new Map([
    ['/ocr/worker.min.js', join(tesseract, 'dist/worker.min.js')],
    ['/ocr/tesseract-core-simd-lstm.wasm.js', join(core, 'tesseract-core-simd-lstm.wasm.js')],
    ['/ocr/jpn.traineddata.gz', join(data, 'jpn.traineddata.gz')],
    ['/ocr/eng.traineddata.gz', join(data, 'eng.traineddata.gz')],
  ])
}

export async function serveOcrSite(): Promise<OcrSite> {
  const files = new Map<string, string | Buffer>(await pageFiles())
  for (const [path, file] of parts()) files.set(path, readFileSync(file))
  const sent = new Map<string, number>()
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const body =
      path === '/'
        ? '<!doctype html><title>ocr</title><body><script type="module" src="/page.js"></script>'
        : files.get(path)
    const type = path.endsWith('.js')
      ? 'text/javascript'
      : path === '/'
        ? 'text/html'
        : 'application/octet-stream'
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': type,
      'content-security-policy': POLICY,
    })
    response.end(body)
    sent.set(path, (sent.get(path) ?? 0) + Buffer.byteLength(body ?? ''))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    origin: `http://localhost:${address.port}`,
    sent,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** The page and what it imports later, as a bundler splits them. */
async function pageFiles(): Promise<[string, string][]> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    root,
    resolve: { conditions: ['@myna/source', 'module', 'browser', 'production'] },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: resolve(root, 'test/chromium/ocr-page.ts'),
        preserveEntrySignatures: false,
        output: { entryFileNames: 'page.js', chunkFileNames: 'later/[name].js' },
      },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  )
  return outputs.flatMap((one) => (one.type === 'chunk' ? [[`/${one.fileName}`, one.code]] : []))
}

/** One frame as a picture file. */
export function encoded({ width, height, data }: Frame): Buffer {
  const canvas = createCanvas(width, height)
  const pen = canvas.getContext('2d')
  const image = pen.createImageData(width, height)
  image.data.set(data)
  pen.putImageData(image, 0, 0)
  return canvas.toBuffer('image/jpeg', 92)
}

export interface FakeCamera {
  readonly context: BrowserContext
  stop(): Promise<void>
}

/** A Chromium that films the frames again and again; without frames it has no camera. */
export async function openWithCamera(
  frames: readonly Frame[] | undefined,
  { allowed = true, origin }: { allowed?: boolean; origin: string },
): Promise<FakeCamera> {
  const folder = mkdtempSync(join(tmpdir(), 'myna-ocr-'))
  const film = join(folder, 'film.mjpeg')
  if (frames) writeFileSync(film, Buffer.concat(frames.map(encoded)))
  const browser = await chromium.launch({
    ...(browserProgram === undefined ? {} : { executablePath: browserProgram }),
    args: [
      '--no-sandbox',
      ...(frames
        ? ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]
        : []),
    ],
  })
  const context = await browser.newContext()
  if (allowed) await context.grantPermissions(['camera'], { origin })
  return {
    context,
    stop: async () => {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
