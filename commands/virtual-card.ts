// npm run virtual-card: the virtual card in pcscd's virtual reader (vsmartcard-vpcd), for any PC/SC
// software.
import { MalformedBytes } from '@myna/bytes'
import {
  cardOf,
  foreignCard,
  issuePerson,
  people,
  vpcdCard,
  type Chip,
  type PersonName,
} from '@myna/virtual'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { parseArgs } from 'node:util'

const DEFAULT = '127.0.0.1:35963'
const names = [...Object.keys(people), 'wrong']

const help = `
npm run virtual-card -- [--vpcd HOST:PORT] [--person NAME]

  --vpcd    pcscd の仮想リーダーの場所 · where pcscd's virtual reader listens (${DEFAULT})
  --person  カードの持ち主 · whose card:
${Object.entries(people)
  .map(([name, { ja, en }]) => `              ${name.padEnd(10)} ${ja} · ${en}`)
  .join('\n')}
              wrong      別のカード · another kind of card

  パスワード · passwords: 1234 (利用者証明用 · authentication), ABC123 (署名用 · signing)
`

const { vpcd, person } = readOptions()
const socket = await reach(vpcd)
const card = await vpcdCard(await chipOf(person), (bytes) => {
  if (!socket.destroyed) socket.write(bytes) // taken out while it was thinking
})

console.log(
  `カードを仮想リーダーに入れました（${person}）。取り出すには Ctrl+C。\n` +
    `The card of ${person} is in the virtual reader. Ctrl+C takes it out.`,
)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => socket.destroy())
socket.on('data', (bytes) => {
  card.received(bytes).catch((error: unknown) => {
    if (!(error instanceof MalformedBytes)) throw error
    stop(
      1,
      `リーダーが知らないことを言いました。 The reader said what no reader says: ${error.message}`,
    )
  })
})
socket.on('error', () => {}) // 'close' follows
await once(socket, 'close')
card.end()

function readOptions(): { vpcd: { host: string; port: number }; person: string } {
  const values = parsedOptions()
  if (values.help) {
    console.log(help)
    process.exit(0)
  }
  const { vpcd: place = DEFAULT, person: name = 'hanako' } = values
  if (!names.includes(name))
    stop(2, `--person ${name}: そういう人はいません。 There is nobody of that name.\n${help}`)
  const [, host = '', digits = ''] = /^(.+):(\d{1,5})$/.exec(place) ?? []
  const port = Number(digits)
  if (host === '' || port < 1 || port > 65535)
    stop(2, `--vpcd ${place}: HOST:PORT の形で。 It has the form HOST:PORT.\n${help}`)
  return { vpcd: { host, port }, person: name }
}

function parsedOptions() {
  const options = {
    vpcd: { type: 'string' },
    person: { type: 'string' },
    help: { type: 'boolean' },
  } as const
  try {
    return parseArgs({ args: process.argv.slice(2), options }).values
  } catch (error) {
    return stop(2, `${(error as Error).message}\n${help}`)
  }
}

async function reach({ host, port }: { host: string; port: number }): Promise<Socket> {
  const socket = connect(port, host)
  try {
    await once(socket, 'connect')
    return socket
  } catch (error) {
    stop(
      1,
      `${host}:${port} に仮想リーダーがありません。vsmartcard-vpcd を入れ、pcscd を動かしてください。\n` +
        `No virtual reader at ${host}:${port} (${(error as Error).message}). ` +
        'Install vsmartcard-vpcd and start pcscd, for example: sudo pcscd -f',
    )
  }
}

async function chipOf(name: string): Promise<Chip> {
  if (name === 'wrong') return foreignCard()
  return cardOf(await issuePerson(name as PersonName, { now: new Date() }))
}

function stop(code: number, words: string): never {
  console.error(words)
  process.exit(code)
}
