// npm run card: a real reader from Node, through the drivers the pages use.
import type { OperatingSystem } from '@myna/reader'
import { readFile, writeFile } from 'node:fs/promises'
import { conversationOn, type Conversation } from './card/conversation'
import type { Machine } from './card/machine'
import { runCard } from './card/run-card'
import { usbInNode } from './card/usb-in-node'
import { words } from './card/words'

const systems: Readonly<Partial<Record<NodeJS.Platform, OperatingSystem>>> = {
  win32: 'windows',
  darwin: 'macos',
  linux: 'linux',
  android: 'android',
}

/** The computer has no USB we can reach, or `usb` has no program for it. */
class NoUsb extends Error {}

async function usbHere(): Promise<USB> {
  try {
    const { WebUSB } = await import('usb')
    const native = new WebUSB({ allowAllDevices: true })
    await native.getDevices()
    return usbInNode(native)
  } catch (cause) {
    throw new NoUsb(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

let conversation: Conversation | undefined
const machine = async (): Promise<Machine> => {
  const usb = await usbHere()
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort()) // the card still loses its power, and the reader is closed
  conversation = conversationOn(process.stdin, process.stdout, process.stderr, stopping.signal)
  return {
    usb,
    system: systems[process.platform] ?? 'other',
    conversation,
    signal: stopping.signal,
    complain: (text) => void process.stderr.write(`${text}\n`),
    readFile: (name) => readFile(name, 'utf8'),
    writeFile: (name, text) => writeFile(name, text, { mode: 0o600 }),
  }
}

try {
  const { code, text } = await runCard(process.argv.slice(2), machine)
  if (text !== '') (code === 0 ? console.log : console.error)(text)
  process.exitCode = code
} catch (error) {
  if (!(error instanceof NoUsb)) throw error
  console.error(words.noUsb(error.message))
  process.exitCode = 1
} finally {
  conversation?.end()
}
