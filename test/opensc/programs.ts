// Runs programs that nobody here wrote, each with a hard limit and nothing on its input, and ends only
// what it started.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from '../house/sources'

export interface Ended {
  readonly code: number | null
  /** What it wrote to both outputs, in the order it came. */
  readonly said: string
}

export interface Running {
  /** What it has written so far. */
  said(): string
  readonly ended: Promise<Ended>
  end(signal?: NodeJS.Signals): Promise<Ended>
}

const LIMIT = 30_000 // ms, for a program that should end by itself

type Environment = Readonly<Record<string, string>>

/** Starts a program that stays. */
export function start(
  program: string,
  args: readonly string[],
  environment: Environment = {},
): Running {
  const child: ChildProcess = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...environment },
  })
  let text = ''
  for (const output of [child.stdout!, child.stderr!])
    output.setEncoding('utf8').on('data', (part: string) => (text += part))
  const ended = new Promise<Ended>((resolve) => {
    child.once('error', (error) => resolve({ code: null, said: `${program}: ${error.message}` }))
    child.once('close', (code) => resolve({ code, said: text }))
  })
  return {
    said: () => text,
    ended,
    async end(signal = 'SIGTERM') {
      child.kill(signal)
      const hard = setTimeout(() => child.kill('SIGKILL'), 5000)
      return ended.finally(() => clearTimeout(hard))
    },
  }
}

/** Runs a program to its end, or to the limit: then its code is `null`. */
export async function runProgram(
  program: string,
  args: readonly string[],
  environment?: Environment,
): Promise<Ended> {
  const running = start(program, args, environment)
  const limit = setTimeout(() => void running.end('SIGKILL'), LIMIT)
  return running.ended.finally(() => clearTimeout(limit))
}

/** Waits until `isSo`, or until the program ends: then its own words are in the error. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  running: Running,
): Promise<void> {
  let hasEnded = false
  void running.ended.then(() => (hasEnded = true))
  for (const giveUp = Date.now() + LIMIT; !(await isSo()); await pause(20))
    if (hasEnded || Date.now() > giveUp)
      throw new Error(`waited for ${what}; it said: ${running.said()}`)
}

/** Our command, as a person starts it. */
export const virtualCardCommand = (...args: readonly string[]): Running =>
  start(process.execPath, ['commands/run.mjs', 'commands/virtual-card.ts', ...args])

/** A port of which also the next one is free: the virtual reader has two slots, a port each. */
export async function freePortPair(): Promise<number> {
  for (;;) {
    const first = await listening(0)
    const { port } = first.address() as AddressInfo
    const second = await listening(port + 1).catch(() => undefined)
    for (const server of [first, second]) if (server) await once(server.close(), 'close')
    if (second !== undefined) return port
  }
}

async function listening(port: number) {
  const server = createServer()
  server.listen(port, '0.0.0.0')
  await once(server, 'listening')
  return server
}
