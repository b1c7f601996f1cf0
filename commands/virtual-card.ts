// npm run virtual-card: the virtual card in pcscd's virtual reader, for any software that uses PC/SC.
// What the card is told and answers is never printed: it may be a PIN.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { MalformedBytes } from '@myna/bytes'
import {
  cardOf,
  issuePerson,
  otherCards,
  putIntoVpcd,
  type Chip,
  type PersonName,
} from '@myna/virtual'
import {
  cards,
  help,
  readOptions,
  WrongOption,
  type CardName,
  type VirtualCardOptions,
} from './virtual-card-options'

const RETRY = 300 // ms
const PATIENCE = 5000 // ms; pcscd looks at its readers more than once a second

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readOptions(args)
    if (options !== undefined) return await keepCardIn(options)
    console.log(help)
    return 0
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error
    console.error(`${error.message}\n`)
    console.error('使い方: Usage: npm run virtual-card -- --help')
    return 2
  }
}

/** Until the reader hangs up, or somebody takes the card out. Returns the exit code. */
async function keepCardIn(options: VirtualCardOptions): Promise<number> {
  const { host, port, card } = options
  const address = `${host}:${port}`
  const takenOut = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => takenOut.abort())

  const chip = await chipNamed(card)
  const socket = await reached(options, takenOut.signal)
  if (socket === undefined) {
    if (takenOut.signal.aborted) return 0
    console.error(nobodyThere(address))
    return 1
  }
  takenOut.signal.addEventListener('abort', () => socket.destroy())
  try {
    const received = announced(socket, card, address)
    await putIntoVpcd(chip, received, (message) => socket.write(message))
  } catch (error) {
    if (error instanceof MalformedBytes) {
      console.error(`${address} は仮想リーダーではないようです。`)
      console.error(`What listens at ${address} is no virtual reader: ${error.message}`)
      return 1
    }
    if (!takenOut.signal.aborted && !isOfSocket(error)) throw error
  } finally {
    socket.destroy()
  }
  if (takenOut.signal.aborted) {
    console.log('カードを取り出しました。 The card is taken out.')
    return 0
  }
  console.error('仮想リーダーとの接続が切れました。 The virtual reader hung up (did pcscd end?).')
  return 1
}

async function chipNamed(name: CardName): Promise<Chip> {
  if (name in otherCards) return otherCards[name as keyof typeof otherCards].chip()
  return cardOf(await issuePerson(name as PersonName, { now: new Date() }))
}

/** A connection to the reader; `undefined`: nobody listens, or the wait was given up. */
async function reached(
  { host, port, wait }: VirtualCardOptions,
  signal: AbortSignal,
): Promise<Socket | undefined> {
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const socket = connect({ host, port, noDelay: true })
    try {
      await once(socket, 'connect', { signal })
      return socket
    } catch (error) {
      socket.destroy()
      if (!isOfSocket(error)) break // the wait was given up
      if (!wait) return undefined
      if (isFirst) console.log(`${host}:${port} を待っています。 Waiting for the virtual reader …`)
      await pause(RETRY, undefined, { signal }).catch(() => {})
    }
  }
  return undefined
}

/** The reader's bytes. The first ones show that it has seen the card, and the person is told. */
async function* announced(socket: Socket, card: CardName, address: string) {
  const doubt = setTimeout(() => console.error(notSeen(address)), PATIENCE)
  let isSeen = false
  try {
    for await (const chunk of socket) {
      if (!isSeen) console.log(cardIsIn(card, address))
      isSeen = true
      clearTimeout(doubt)
      yield chunk as Uint8Array
    }
  } finally {
    clearTimeout(doubt)
  }
}

const cardIsIn = (card: CardName, address: string) => `\
カードが入りました: ${card} (${cards[card].ja})。Ctrl+C で取り出します。
The card is in: ${card} (${cards[card].en}), reader at ${address}. Ctrl+C takes it out.`

const notSeen = (address: string) => `\
${address} につながりましたが、リーダーがカードを見ません。別のカードが入っていませんか。
Connected to ${address}, but the reader does not look at the card. Is there another card in it?`

const nobodyThere = (address: string) => `\
${address} に仮想リーダーがありません。次のようにして用意し、もう一度実行してください
(--wait を付けると、現れるまで待ちます)。
No virtual reader listens at ${address}. Start one and try again (or wait for it with --wait):

  sudo apt-get install pcscd vsmartcard-vpcd
  sudo systemctl restart pcscd     (systemd がなければ: without systemd: sudo pcscd -f)`

/** Errors of the connection have a code of the operating system: ECONNREFUSED, ECONNRESET, … */
const isOfSocket = (error: unknown) =>
  error instanceof Error && 'code' in error && /^E(?!RR_)[A-Z_]+$/.test(String(error.code))

process.exitCode = await main(process.argv.slice(2))
