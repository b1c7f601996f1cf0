// tesseract.js as the recogniser: its worker, its core and its trained data come from the site's own
// server, and nothing is fetched before `openRecogniser` is called.
import { OcrError } from './ocr-error'
import { wipe, type Gray } from './picture'
import type { Character, ReadText, Recogniser } from './recogniser'

/** Where the site hosts the parts. Addresses of its own origin; there is no default and no CDN. */
export interface RecogniserParts {
  /** `worker.min.js` of tesseract.js. A server has its own worker and needs none. */
  readonly worker?: string
  /** `tesseract-core-simd-lstm.wasm.js` of tesseract.js-core. */
  readonly core?: string
  /** Folder that holds `jpn.traineddata.gz` and `eng.traineddata.gz` (`4.0.0_best_int`). */
  readonly data: string
}

const engines = {
  date: { language: 'jpn', alphabet: '0123456789年月日生明治大正昭和平成令元まで有効' },
  digits: { language: 'eng', alphabet: '0123456789' },
} as const

interface Engine {
  read(picture: Gray, signal: AbortSignal): Promise<ReadText>
  close(): Promise<void>
}

/** Loads both engines, each in a worker of its own. Rejects with `OcrError` `parts-missing`. */
export async function openRecogniser(
  parts: RecogniserParts,
  signal: AbortSignal,
): Promise<Recogniser> {
  signal.throwIfAborted()
  const opening = [openEngine(engines.date, parts), openEngine(engines.digits, parts)] as const
  try {
    const [date, digits] = await abortable(Promise.all(opening), signal)
    return {
      readDate: (picture, during) => date.read(picture, during),
      readDigits: (picture, during) => digits.read(picture, during),
      close: async () => {
        await Promise.all([date.close(), digits.close()])
      },
    }
  } catch (cause) {
    // whichever of the two still comes up is ended when it does
    for (const engine of opening) engine.then(({ close }) => close()).catch(() => {})
    signal.throwIfAborted()
    throw new OcrError('parts-missing', { cause })
  }
}

async function openEngine(
  { language, alphabet }: (typeof engines)[keyof typeof engines],
  { worker, core, data }: RecogniserParts,
): Promise<Engine> {
  const { createWorker, OEM, PSM } = await import('tesseract.js')
  // data that cannot be loaded is told to the error handler only; the promise would wait for ever
  let fail: (reason: unknown) => void = () => {}
  const failed = new Promise<never>((_, reject) => (fail = reject))
  failed.catch(() => {}) // errors after the opening come with the job that caused them
  const opened = createWorker(language, OEM.LSTM_ONLY, {
    ...(worker === undefined ? {} : { workerPath: worker }),
    ...(core === undefined ? {} : { corePath: core }),
    langPath: data,
    workerBlobURL: false, // a page with a strict policy allows no workers from blobs
    cacheMethod: 'none', // the browser's own cache keeps the parts; nothing goes into a database
    gzip: true,
    logger: () => {},
    errorHandler: fail, // without one, it throws where nobody can catch
  })
  const engine = await Promise.race([opened, failed])
  await engine.setParameters({
    // the lines are cut already; looking for lines in them again loses short ones
    tessedit_pageseg_mode: PSM.RAW_LINE,
    tessedit_char_whitelist: alphabet,
    user_defined_dpi: '300',
  })
  return {
    read: async (picture, signal) => {
      signal.throwIfAborted()
      const file = portableGrayMap(picture)
      try {
        // the engine cannot be stopped in the middle of a line; its answer is then let go
        const { data: page } = await abortable(
          engine.recognize(file as never, {}, { text: false, blocks: true }),
          signal,
        )
        return { characters: charactersOf(page.blocks ?? []), confidence: page.confidence }
      } finally {
        wipe({ data: new Uint8ClampedArray(file.buffer) })
        await overwriteInput(engine, file.length).catch(() => {})
      }
    },
    close: async () => {
      await engine.terminate()
    },
  }
}

/** The engine keeps what it was given as the file `/input`; that is overwritten, then removed. */
async function overwriteInput(
  engine: { FS(method: string, args: unknown[]): Promise<unknown> },
  length: number,
): Promise<void> {
  await engine.FS('writeFile', ['/input', new Uint8Array(length)])
  await engine.FS('unlink', ['/input'])
}

interface Blocks {
  readonly paragraphs: readonly {
    readonly lines: readonly {
      readonly words: readonly {
        readonly symbols: readonly {
          readonly text: string
          readonly bbox: { x0: number; y0: number; x1: number; y1: number }
        }[]
      }[]
    }[]
  }[]
}

const charactersOf = (blocks: readonly Blocks[]): Character[] =>
  blocks
    .flatMap(({ paragraphs }) => paragraphs)
    .flatMap(({ lines }) => lines)
    .flatMap(({ words }) => words)
    .flatMap(({ symbols }) => symbols)
    .map(({ text, bbox }) => ({
      text,
      box: { x: bbox.x0, y: bbox.y0, width: bbox.x1 - bbox.x0, height: bbox.y1 - bbox.y0 },
    }))

/** Netpbm's P5: a short head and the pixels as they are, the simplest picture file there is. */
function portableGrayMap({ width, height, data }: Gray): Uint8Array {
  const head = new TextEncoder().encode(`P5 ${width} ${height} 255\n`)
  const file = new Uint8Array(head.length + data.length)
  file.set(head)
  file.set(data, head.length)
  return file
}

/** Settles as `work` does, or rejects at once when the signal says stop. */
function abortable<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
