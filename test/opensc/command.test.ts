import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { runProgram, until, virtualCardCommand } from './programs'

// `npm run virtual-card` as a person meets it when something is not as it should be.

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** Something that listens, and does with the first caller what it is told. */
async function listener(meet: (socket: Socket) => void) {
  const server = createServer((socket) => meet(socket.on('error', () => {})))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  ends.push(() => server.close())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

function command(...args: readonly string[]) {
  const running = virtualCardCommand(...args)
  ends.push(() => running.end('SIGKILL'))
  return running
}

test('npm run virtual-card -- --help lists everybody in two languages', async () => {
  const { code, said } = await runProgram('npm', [
    ...['run', '--silent', 'virtual-card', '--', '--help'],
  ])

  expect(code).toBe(0)
  for (const name of ['hanako', 'locked', 'lastTry', 'under15', 'wrong'])
    expect(said).toContain(name)
  expect(said).toContain('ふつうのカード  An ordinary card')
})

test.each([
  ['an unknown person', ['--person', 'nobody'], /カードはありません。.*hanako, expired/],
  ['a name that every object has', ['--person', 'toString'], /カードはありません/],
  ['an address without port', ['--vpcd', 'localhost'], /HOST:PORT, not 'localhost'/],
  ['a port there cannot be', ['--vpcd', 'localhost:65536'], /HOST:PORT/],
  ['an unknown option', ['--frob'], /指定が正しくありません。 Wrong option: .*--frob/],
  ['a word too many', ['hanako'], /Wrong option/],
])('%s is refused with code 2', async (_, args, words) => {
  const { code, said } = await command(...args).ended

  expect(said).toMatch(words)
  expect(said).not.toMatch(/^ +at /m)
  expect(code).toBe(2)
})

describe('the place of the reader', () => {
  test('nobody listens there: how to start one, code 1', async () => {
    const address = await listener(() => {})
    await ends.pop()!()

    const { code, said } = await command('--vpcd', address).ended

    expect(said).toMatch(/仮想リーダーがありません[^]*apt-get install pcscd vsmartcard-vpcd/)
    expect(code).toBe(1)
  })

  test('it hangs up: a message and code 1', async () => {
    const address = await listener((socket) => socket.end(Uint8Array.of(0, 1, 4)))

    const { code, said } = await command('--vpcd', address).ended

    expect(said).toMatch(/接続が切れました。 The virtual reader hung up/)
    expect(code).toBe(1)
  })

  test('it breaks the connection: the same', async () => {
    const address = await listener((socket) => {
      socket.write(Uint8Array.of(0, 1, 4))
      socket.once('data', () => socket.resetAndDestroy())
    })

    const { code, said } = await command('--vpcd', address).ended

    expect(said).toContain('The virtual reader hung up')
    expect(code).toBe(1)
  })

  test('something else listens there: it is named, code 1', async () => {
    const address = await listener((socket) => socket.end('\0\0HTTP/1.1 400 Bad Request'))

    const { code, said } = await command('--vpcd', address).ended

    expect(said).toContain('is no virtual reader: vpcd message: it is empty')
    expect(code).toBe(1)
  })

  test('with --wait it may come later', async () => {
    const address = await listener(() => {})
    await ends.pop()!()
    const running = command('--vpcd', address, '--wait')
    await until(
      'the wait',
      () => running.said().includes('Waiting for the virtual reader'),
      running,
    )

    const { code } = await running.end('SIGINT')

    expect(code).toBe(0)
  })
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s takes the card out: the reader sees the end, code 0, and no PIN was printed',
  async (signal) => {
    let hasHungUp = false
    const address = await listener((socket) => {
      socket.write(Buffer.from('000101' + '000f00a4040c0ad392f000260100000001', 'hex'))
      socket.write(Buffer.from('000700a4020c020018' + '0009002000800431323334', 'hex'))
      socket.on('close', () => (hasHungUp = true)).resume()
    })
    const running = command('--vpcd', address)
    await until('the card', () => running.said().includes('The card is in'), running)

    const { code, said } = await running.end(signal)

    await vi.waitUntil(() => hasHungUp)
    expect(code).toBe(0)
    expect(said).toContain('カードを取り出しました。 The card is taken out.')
    expect(said).not.toMatch(/1234|ABC123|31323334/)
  },
)
