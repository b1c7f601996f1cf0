// A pcscd of our own with vpcd, and other people's tools in front of it. pcscd has one place on a
// machine (/run/pcscd), so it gets a mount namespace where that place is empty, and the tools enter it:
// a pcscd that the machine runs anyway is not disturbed.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../demo/browser'
import { root } from '../house/sources'

const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'
const TOOL_LIMIT = 30_000 // milliseconds

/** Only the driver in question, and nothing remembered from an earlier card. */
const openscConfiguration = `
app default {
  card_drivers = jpki;
  framework pkcs15 { use_file_caching = false; }
}
`

export interface Outcome {
  readonly status: number | null
  /** Standard output and standard error. */
  readonly text: string
}

/** Starts pcscd with an empty virtual reader. */
export async function startPcscd() {
  const folder = mkdtempSync(join(tmpdir(), 'myna-pcsc-'))
  const port = await freePort()
  mkdirSync(join(folder, 'readers'))
  writeFileSync(
    join(folder, 'readers', 'vpcd'),
    `FRIENDLYNAME "Myna"\nDEVICENAME /dev/null:${port}\nLIBPATH ${DRIVER}\nCHANNELID ${port}\n`,
  )
  writeFileSync(join(folder, 'opensc.conf'), openscConfiguration)
  mkdirSync('/run/pcscd', { recursive: true })

  const command = `mount -t tmpfs tmpfs /run/pcscd && exec pcscd --foreground --config ${folder}/readers`
  const pcscd = spawn('unshare', ['--mount', 'sh', '-c', command], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [pcscd.stdout, pcscd.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString()))
  await listening(port, () => said, pcscd)

  /** Runs a program that talks PC/SC. It reads nothing and ends by itself, or is ended. */
  const run = (program: string, ...args: string[]): Outcome => {
    const { status, stdout, stderr } = spawnSync(
      'nsenter',
      ['--mount', `--target=${pcscd.pid}`, program, ...args],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: TOOL_LIMIT,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, OPENSC_CONF: join(folder, 'opensc.conf'), LC_ALL: 'C' },
      },
    )
    return { status, text: `${stdout}${stderr}` }
  }

  /** pcscd looks for cards a few times a second. */
  const seesCard = async (isThere: boolean): Promise<void> => {
    for (let tries = 0; tries < 50; tries++) {
      if (/\bYes\b/.test(run('opensc-tool', '--list-readers').text) === isThere) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`pcscd does not see ${isThere ? 'the card' : 'that the card is gone'}`)
  }

  return {
    folder,
    run,
    seesCard,
    place: `127.0.0.1:${port}`,
    async stop() {
      await end(pcscd)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Puts a person's card into the reader, by the command people use. */
export async function insertCard(person: string, place: string) {
  const card = spawn(
    process.execPath,
    ['commands/run.mjs', 'commands/virtual-card.ts', '--vpcd', place, '--person', person],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [card.stdout, card.stderr])
      stream.on('data', (text: Buffer) => {
        said += text.toString()
        if (said.includes('Ctrl+C takes it out')) resolve()
      })
    card.once('exit', (code) => reject(new Error(`virtual-card ended with ${code}: ${said}`)))
  })
  await ready
  return {
    said: () => said,
    async takeOut() {
      await end(card, 'SIGINT')
      return card.exitCode
    },
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  const limit = setTimeout(() => child.kill('SIGKILL'), 5000)
  await ended
  clearTimeout(limit)
}

async function listening(port: number, said: () => string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    const socket = connect(port, '127.0.0.1')
    const isThere = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (isThere) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`pcscd does not listen: ${said()}`)
}
