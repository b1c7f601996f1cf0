// A pcscd of our own with the virtual reader, and OpenSC with a configuration of our own: whatever
// the machine's pcscd, readers, OpenSC settings and caches are, they are neither used nor disturbed.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { issuePerson, type Person, type PersonName } from '@myna/virtual'
import {
  freePortPair,
  runProgram,
  start,
  until,
  virtualCardCommand,
  type Ended,
  type Running,
} from './programs'

const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'
const STANDARD_SOCKET = '/run/pcscd/pcscd.comm'

/** One driver only, so that no other one probes the card; nothing is kept on disk. */
const openscConfiguration = (driver: 'jpki' | 'default') => `
app default {
  card_drivers = ${driver};
  framework pkcs15 { use_file_caching = no; }
}
`

export interface Pcsc {
  readonly port: number
  /** A folder for messages and signatures; it goes with the rest. */
  readonly folder: string
  /** Runs a program that talks PC/SC, in the folder's own world. */
  run(program: string, ...args: readonly string[]): Promise<Ended>
  /** Sends APDUs as they are. The card keeps its state: nothing resets it before or after. */
  raw(...apdus: readonly string[]): Promise<Ended>
  /** Puts a card in with our command; the one before goes first. */
  insert(card: PersonName | 'wrong'): Promise<Running>
  remove(): Promise<void>
  end(): Promise<void>
}

/** Starts pcscd. Its socket has a fixed path, so it gets a /run of its own where the system allows. */
export async function startPcsc(): Promise<Pcsc> {
  const folder = await mkdtemp(join(tmpdir(), 'myna-pcsc-'))
  try {
    return await startIn(folder)
  } catch (error) {
    await rm(folder, { recursive: true })
    throw error
  }
}

async function startIn(folder: string): Promise<Pcsc> {
  const port = await freePortPair()
  await mkdir(join(folder, 'reader.conf.d'))
  await mkdir(join(folder, 'run', 'pcscd'), { recursive: true })
  await mkdir(join(folder, 'drivers'))
  await copyFile(DRIVER, join(folder, 'vpcd.so'))
  const number = `0x${port.toString(16)}`
  await writeFile(
    join(folder, 'reader.conf.d', 'vpcd'),
    [
      'FRIENDLYNAME "Myna test"',
      `DEVICENAME /dev/null:${number}`,
      `LIBPATH ${join(folder, 'vpcd.so')}`,
      `CHANNELID ${number}\n`,
    ].join('\n'),
  )
  await writeFile(join(folder, 'opensc.conf'), openscConfiguration('jpki'))
  await writeFile(join(folder, 'raw.conf'), openscConfiguration('default'))

  const { pcscd, socket } = startDaemon(folder)
  try {
    await until('pcscd', () => existsSync(socket), pcscd)
  } catch (error) {
    await pcscd.end()
    throw error
  }
  return pcscWith(folder, port, pcscd, socket)
}

function startDaemon(folder: string): { pcscd: Running; socket: string } {
  const ours = ['--foreground', '--config', join(folder, 'reader.conf.d')]
  const parts = ['--mount', '--map-root-user']
  const apart = [parts.slice(0, 1), parts].find(
    (options) => spawnSync('unshare', [...options, 'true']).status === 0,
  )
  if (apart === undefined) {
    if (existsSync(STANDARD_SOCKET))
      throw new Error(
        'a pcscd is running here, and this system does not let a second one have a /run of its own ' +
          '(unshare --mount is refused); stop it for these tests: systemctl stop pcscd.socket pcscd',
      )
    return { pcscd: start('pcscd', ours), socket: STANDARD_SOCKET }
  }
  // without the folder of USB drivers it leaves the machine's own readers alone
  const script =
    'mount --bind "$0/run" /run && mount --bind "$0/drivers" /usr/lib/pcsc/drivers && ' +
    'exec setpriv --pdeathsig TERM pcscd "$@"'
  return {
    pcscd: start('unshare', [...apart, 'sh', '-c', script, folder, ...ours]),
    socket: join(folder, 'run', 'pcscd', 'pcscd.comm'),
  }
}

function pcscWith(folder: string, port: number, pcscd: Running, socket: string): Pcsc {
  const environment = {
    PCSCLITE_CSOCK_NAME: socket,
    OPENSC_CONF: join(folder, 'opensc.conf'),
    HOME: folder,
  }
  const run = (program: string, ...args: readonly string[]) =>
    runProgram(program, args, environment)
  const isCardSeen = async () => /^0 +Yes /m.test((await run('opensc-tool', '-l')).said)
  let card: Running | undefined

  const pcsc: Pcsc = {
    port,
    folder,
    run,
    raw(...apdus) {
      const sends = apdus.flatMap((apdu) => ['--send-apdu', apdu])
      return runProgram('opensc-tool', sends, {
        ...environment,
        OPENSC_CONF: join(folder, 'raw.conf'),
      })
    },
    async insert(name) {
      await pcsc.remove()
      card = virtualCardCommand('--vpcd', `127.0.0.1:${port}`, '--person', name)
      const { said } = card
      await until('the card', () => said().includes('The card is in'), card)
      await until('pcscd to see the card', isCardSeen, card)
      return card
    },
    async remove() {
      if (card === undefined) return
      await card.end('SIGINT')
      card = undefined
      await until('pcscd to see no card', async () => !(await isCardSeen()), pcscd)
    },
    async end() {
      await card?.end()
      await pcscd.end()
      await rm(folder, { recursive: true })
    },
  }
  return pcsc
}

/** Puts a person's card in and says what it should be. The command issues it for today, and so do we. */
export async function insertPerson(pcsc: Pcsc, name: PersonName): Promise<Person> {
  for (;;) {
    const now = new Date()
    await pcsc.insert(name)
    if (new Date().getUTCDate() === now.getUTCDate()) return issuePerson(name, { now })
  }
}
