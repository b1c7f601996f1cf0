// A real redis-server and a real PostgreSQL, started by the tests: on loopback, on free ports, in
// folders of their own. They can die and come back, as real ones do.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TestServer {
  readonly port: number
  /** Ends the process as a power cut would. */
  kill(): Promise<void>
  /** Starts it again on the same port, over the same files. */
  start(): Promise<void>
  /** Stops the process where it stands; it neither answers nor refuses. */
  freeze(): void
  thaw(): void
  /** Ends it and removes its files. */
  remove(): Promise<void>
}

/**
 * Redis as the documentation wants it: what was taken does not come back with a restart. With
 * `snapshots` it is as Debian sets it up, for showing why.
 */
export async function redisServer({ snapshots = false } = {}): Promise<TestServer> {
  const folder = newFolder('redis')
  const port = await freePort()
  const options = ['--bind', '127.0.0.1', '--port', `${port}`, '--dir', folder]
  const settings = [
    '--save',
    snapshots ? '3600 1' : '',
    '--appendonly',
    'no',
    '--maxmemory-policy',
    'noeviction',
  ]
  return testServer(folder, port, () => spawn('redis-server', [...options, ...settings], quiet))
}

/** PostgreSQL, which refuses root: then it runs as the user its Debian package made. */
export async function postgresServer(): Promise<TestServer> {
  const folder = newFolder('postgres')
  const user = process.getuid?.() === 0 ? idsOf('postgres') : undefined
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const bin = postgresFolder()
  const data = join(folder, 'data')
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'myna', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    { ...user, cwd: folder, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  const port = await freePort()
  const options = ['-D', data, '-p', `${port}`, '-k', folder, '-h', '127.0.0.1']
  const run = () => spawn(join(bin, 'postgres'), options, { ...quiet, ...user, cwd: folder })
  // it listens before it takes questions: after a crash it reads its log first
  const isReady = async () =>
    spawnSync(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', `${port}`]).status === 0
  return testServer(folder, port, run, isReady)
}

const quiet = { stdio: 'ignore' } as const
const newFolder = (name: string) => mkdtempSync(join(tmpdir(), `myna-${name}-`))

async function testServer(
  folder: string,
  port: number,
  run: () => ChildProcess,
  isReady = () => answers(port),
): Promise<TestServer> {
  let child: ChildProcess
  const start = async () => {
    // PostgreSQL refuses to start while children of a killed one live; a supervisor tries again, too
    for (let tries = 0; tries < 20; tries++) {
      child = run()
      if (await becomesReady(child, isReady)) return
      await pause(200)
    }
    throw new Error(`${child.spawnfile} does not start`)
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  await start()
  return {
    port,
    start,
    kill: () => end('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async remove() {
      child.kill('SIGCONT')
      await end('SIGINT') // PostgreSQL: end now, and orderly
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** `false` if it ended instead. */
async function becomesReady(child: ChildProcess, isReady: () => Promise<boolean>) {
  let failure: Error | undefined
  child.once('error', (error) => (failure = error))
  for (let tries = 0; tries < 200; tries++) {
    if (failure) throw failure
    if (child.exitCode !== null) return false
    if (await isReady()) return true
    await pause(50)
  }
  return false
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const done = (isThere: boolean) => () => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', done(true)).once('error', done(false))
  })

export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/**
 * A port for a server that is started a moment later, below those the system gives to whoever connects
 * (from 32768 on): one of these could be somebody else's by then.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000)
    const server = createServer().listen(port, '127.0.0.1')
    const outcome = await once(server, 'listening').catch(() => 'taken' as const)
    if (outcome === 'taken') continue
    server.close()
    await once(server, 'close')
    return port
  }
}

function idsOf(user: string): { readonly uid: number; readonly gid: number } {
  const id = (option: string) =>
    Number(spawnSync('id', [option, user], { encoding: 'utf8' }).stdout.trim())
  return { uid: id('-u'), gid: id('-g') }
}

/** Debian keeps the programs of the server out of PATH, by version. */
function postgresFolder(): string {
  const home = '/usr/lib/postgresql'
  const versions = existsSync(home) ? readdirSync(home) : []
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0]
  if (newest === undefined) throw new Error('no PostgreSQL: apt-get install postgresql')
  return join(home, newest, 'bin')
}
