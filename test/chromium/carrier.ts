// The emulated kernel: a Python process with umockdev, and what a browser needs to run on top of it.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../house/sources'

/** A call of usbfs that waits for an answer, or the end of a file handle. */
export interface UsbfsCall {
  readonly device: number
  /** The open file it belongs to; no number is used twice. */
  readonly handle: number
  readonly call: number
  readonly name:
    | 'submit'
    | 'discard'
    | 'claim'
    | 'release'
    | 'set-interface'
    | 'set-configuration'
    | 'clear-halt'
    | 'reset'
    | 'close'
  readonly argument: readonly number[]
  readonly urb: number
  readonly control: boolean
  readonly endpoint: number
  readonly length: number
  readonly data: string
}

/** An output report of a HID device. */
export interface HidReport {
  readonly device: number
  readonly name: 'report'
  readonly data: string
}

/** What the carrier is told. `error` is an errno, `status` a negative one, as the kernel has them. */
export type CarrierOrder =
  | { readonly answer: number; readonly error: number }
  | {
      readonly finish: number
      readonly status: number
      readonly length: number
      readonly data: string
    }
  | { readonly plug: number; readonly action: 'add' | 'remove' }
  | { readonly report: number; readonly data: string }

/** A device node, described as umockdev-record writes it. */
export interface MockDevice {
  readonly sys: string
  readonly node: string
  readonly text: string
}

export interface Carrier {
  /** For the browser's process. */
  readonly environment: Readonly<Record<string, string>>
  order(order: CarrierOrder): void
  stop(): Promise<void>
}

const PRELOAD = 'libumockdev-preload.so.0'
const PATIENCE = 5000 // milliseconds for Python to start, and to end

export async function startCarrier(
  devices: readonly MockDevice[],
  onCall: (call: UsbfsCall | HidReport) => void,
): Promise<Carrier> {
  const guard = builtGuard()
  const python = spawn('/usr/bin/python3', [join(root, 'test/chromium/usb-carrier.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(python, 'exit')
  python.stdin.on('error', () => {}) // it ended first; `ended` tells
  const order = (line: object) => void python.stdin.write(`${JSON.stringify(line)}\n`)
  const lines = createInterface({ input: python.stdout })
  const isLate = setTimeout(() => python.kill('SIGKILL'), PATIENCE)
  const first = once(lines, 'line') as Promise<[string]>
  order({ devices })

  const [ready] = await Promise.race([
    first,
    ended.then(([code]) => {
      throw new Error(`usb-carrier.py ended with ${code}`)
    }),
  ])
  clearTimeout(isLate)
  lines.on('line', (line) => onCall(JSON.parse(line) as UsbfsCall | HidReport))

  return {
    environment: {
      UMOCKDEV_DIR: (JSON.parse(ready) as { root: string }).root,
      LD_PRELOAD: `${PRELOAD}:${guard}`,
    },
    order,
    async stop() {
      python.stdin.end()
      const limit = setTimeout(() => python.kill('SIGKILL'), PATIENCE)
      await ended
      clearTimeout(limit)
    },
  }
}

function builtGuard(): string {
  const source = join(root, 'test/chromium/umockdev-guard.c')
  const library = join(root, '.cache/umockdev-guard.so')
  const built = statSync(library, { throwIfNoEntry: false })
  if (built !== undefined && built.mtimeMs >= statSync(source).mtimeMs) return library
  mkdirSync(join(root, '.cache'), { recursive: true })
  const fresh = `${library}.${process.pid}` // whoever else builds it at this moment is not disturbed
  execFileSync('gcc', ['-shared', '-fPIC', '-O2', '-o', fresh, source], { stdio: 'inherit' })
  renameSync(fresh, library)
  return library
}
