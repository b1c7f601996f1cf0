import {
  isCardError,
  type AnyCardError,
  type Card,
  type Reader,
  type SecretName,
  type Waiting,
} from '@myna/apdu'
import { askTries, openJpki, readCertificate, type JpkiKey } from '@myna/card'
import { explain, explainFinding } from '@myna/elements'
import { diagnose, type ReaderFinding, type ReaderVerdict } from '@myna/reader'
import { X509Certificate } from 'node:crypto'
import { BadOptions, readOrder, type CardOrder, type Order } from './arguments'
import { logIn } from './login'
import { FileTrouble, type Machine } from './machine'
import { isLikely, NoReader, openReader, SeveralReaders } from './open-reader'
import { traced } from './trace'
import { HELP, words } from './words'

/** Does what the arguments say. @returns the exit code: 0, 1 for what did not work, 2 for bad options */
export async function runCard(args: readonly string[], machine: () => Promise<Machine>) {
  let order: Order
  try {
    order = readOrder(args)
  } catch (error) {
    if (!(error instanceof BadOptions)) throw error
    return { code: 2, text: `${error.message}\n\n${HELP}` }
  }
  if (order.what === 'help') return { code: 0, text: HELP }
  return { code: await carryOut(order, await machine()), text: '' }
}

async function carryOut(
  order: Exclude<Order, { what: 'help' }>,
  machine: Machine,
): Promise<number> {
  try {
    if (order.what === 'readers') await listReaders(machine)
    else if (order.what === 'check')
      await withReader(order, machine, (reader) => check(reader, machine))
    else await withReader(order, machine, (reader) => logIn(reader, order, machine))
    return 0
  } catch (error) {
    if (error instanceof SeveralReaders) {
      machine.complain(words.several(error.names))
      return 2
    }
    if (error instanceof NoReader) machine.complain(words.noReaders)
    else if (error instanceof FileTrouble) machine.complain(error.message)
    else if (isCardError(error)) await complainOf(error, machine)
    else throw error
    return 1
  }
}

async function complainOf(error: AnyCardError, { complain }: Machine): Promise<void> {
  for (const language of ['ja', 'en']) {
    const { title, text } = await explain(error, language)
    complain([title, text].filter((part) => part !== '').join(language === 'ja' ? '。' : '. '))
  }
  complain(`(${error.code})`)
}

/** Opens the reader, and writes the transcript whatever happens. */
async function withReader(
  { reader: part, trace }: CardOrder,
  machine: Machine,
  use: (reader: Reader) => Promise<void>,
): Promise<void> {
  const { usb, signal, conversation } = machine
  const reader = await openReader(usb, part, { signal })
  if (trace === undefined) return use(reader)
  const transcript = traced(reader)
  try {
    await use(transcript.reader)
  } finally {
    await machine.writeFile(trace, `${transcript.lines.join('\n')}\n`).catch(() => {
      throw new FileTrouble(words.noFile(trace))
    })
    conversation.say(words.traceWritten(trace))
  }
}

async function listReaders({ usb, system, conversation, signal }: Machine): Promise<void> {
  const recognise = (card: Card, waiting: Waiting): Promise<boolean> =>
    openJpki(card, waiting).then(() => true)
  const { readers } = await diagnose({ usb, isSecureContext: true, system, recognise, signal })
  const likely = (await usb.getDevices()).filter(isLikely).map(idOf)
  const shown = readers.filter(
    (finding) => likely.includes(idOf(finding)) || doing.includes(finding.verdict),
  )
  if (shown.length === 0) throw new NoReader('none')
  for (const finding of shown) {
    conversation.say(`${finding.reader} (${idOf(finding)}): ${finding.verdict}`)
    for (const language of ['ja', 'en']) {
      const { title, text } = await explainFinding(finding, language)
      conversation.say(`  ${title}\n    ${text}`)
    }
    if (finding.detail !== undefined) conversation.say(`  (${finding.detail})`)
  }
}

/** A computer has many USB devices that are no card readers: of those, only what worked is told. */
const doing: readonly ReaderVerdict[] = [
  'usable',
  'card-fine',
  'not-my-number-card',
  'card-mute',
  'reader-fine-no-card',
]

const idOf = ({ vendorId, productId }: Pick<ReaderFinding, 'vendorId' | 'productId'>): string =>
  [vendorId, productId].map((id) => id.toString(16).padStart(4, '0')).join(':')

/** Each certificate, and the secret that goes with its key. */
const certificates = [
  ['authentication', 'authentication-pin'],
  ['signing', 'signing-pin'],
] as const satisfies readonly (readonly [JpkiKey, SecretName])[]

async function check(reader: Reader, { conversation, signal }: Machine): Promise<void> {
  let card: Card | undefined
  try {
    const onAbsent = () => conversation.say(words.placeCard)
    card = await reader.connect({ signal, onAbsent })
    await openJpki(card, { signal })
    conversation.say(words.application)
    for (const [key, secret] of certificates) {
      conversation.say(words.certificate[key])
      conversation.say(`  ${await certificateState(card, key, { signal })}`)
      conversation.say(`  ${await triesState(card, secret, { signal })}`)
    }
  } finally {
    await card?.powerOff()
    await reader.close()
  }
}

/** Of the certificate nothing is told but its last day. */
async function certificateState(card: Card, key: JpkiKey, waiting: Waiting): Promise<string> {
  try {
    const certificate = new X509Certificate(await readCertificate(card, key, waiting))
    return words.readable(new Date(certificate.validTo).toISOString().slice(0, 10))
  } catch (error) {
    if (!isCardError(error)) throw error
    if (error.code === 'certificate-absent') return words.absent
    if (error.code === 'certificate-protected') return words.needsPin
    throw error
  }
}

async function triesState(card: Card, secret: SecretName, waiting: Waiting): Promise<string> {
  try {
    return words.tries((await askTries(card, secret, waiting)).triesLeft)
  } catch (error) {
    if (isCardError(error) && error.code === 'secret-absent') return words.absent
    throw error
  }
}
