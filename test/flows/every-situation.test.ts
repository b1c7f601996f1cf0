// Why this exists: each situation of the closed list has words, an owner and a remedy in every language, and
// a way to get into it with virtual parts. A new situation without one of them does not compile here.
import { CardError, isCardError, type CardErrorCode, type Card, type Reader } from '@myna/apdu'
import {
  askTries,
  canTypeAtReader,
  certificateDates,
  openInputSupport,
  openJpki,
  present,
  presentAtReader,
  readAttributes,
  readCertificate,
  secretFrom,
  signDigest,
} from '@myna/card'
import { explain, httpServer, signIn } from '@myna/elements'
import { openUsbReader, requestReader } from '@myna/reader'
import {
  cardOf,
  otherCards,
  virtualCcidDevice,
  virtualRcS380,
  virtualReader,
  VirtualSlot,
  virtualWebUsb,
  type CcidDeviceOptions,
  type Chip,
  type PersonName,
} from '@myna/virtual'
import { afterEach, expect, test, vi } from 'vitest'
import { ORIGIN } from '../verifier/world'
import { logIn, personNamed, screenOf } from './person'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const chipOf = async (name: PersonName) => cardOf(await personNamed(name))

/** A card in a virtual reader, changed on its way if the situation needs it. */
async function cardIn(chip: Chip, slot = new VirtualSlot()): Promise<Card> {
  slot.insert(chip)
  return virtualReader(slot).connect()
}
const jpkiOf = async (name: PersonName): Promise<Card> => {
  const card = await cardIn(await chipOf(name))
  await openJpki(card)
  return card
}
/** The card answers to one instruction with this status word. */
const answering = (card: Card, ins: number, status: number): Card => ({
  ...card,
  transmit: async (command, waiting) =>
    command.ins === ins ? { data: new Uint8Array(), status } : card.transmit(command, waiting),
})
const withUsb = (options: CcidDeviceOptions) => {
  const device = virtualCcidDevice(new VirtualSlot(), options)
  return { device, ...virtualWebUsb([device], { permitted: [device] }) }
}
const firstOf = async (usb: USB): Promise<Reader> => openUsbReader((await usb.getDevices())[0]!)
const pinned = async (card: Card, text: string, lastTry = true) =>
  present(
    card,
    await askTries(card, 'authentication-pin'),
    secretFrom('authentication-pin', text, { lastTry }),
  )
const site = (respond: () => Promise<Response>) =>
  httpServer({
    challengeUrl: 'https://a.example/c',
    verifyUrl: 'https://a.example/v',
    fetch: respond,
  })
const failing = (error: unknown) => ({
  ...site(() => Promise.reject(error)),
})
/** What a login ends with. */
const endOf = async (name: PersonName, types: string[], server?: Parameters<typeof logIn>[2]) => {
  const slot = new VirtualSlot()
  slot.insert(await chipOf(name))
  const { error } = await logIn(slot, { types }, server)
  throw error
}

const pageOf = async (slot: VirtualSlot) => ({
  openReader: async () => virtualReader(slot),
  screen: screenOf({ types: ['1234'] }).screen,
  purpose: 'login' as const,
  origin: ORIGIN,
})

const situations: Readonly<Record<CardErrorCode, () => Promise<unknown>>> = {
  'browser-unsupported': () => requestReader(),
  'insecure-context': () => {
    vi.stubGlobal('isSecureContext', false)
    return requestReader()
  },
  'policy-forbids': () => {
    const refused = new DOMException('disallowed by permissions policy.', 'SecurityError')
    return requestReader({ usb: { getDevices: () => Promise.reject(refused) } as never })
  },
  'permission-denied': () => requestReader({ usb: virtualWebUsb([]).usb }),
  misconfigured: () =>
    endOf('hanako', ['1234'], {
      ...failing(0),
      challenge: async () => ({
        nonce: new Uint8Array(32),
        purpose: 'login',
        origin: 'https://other.example',
        context: new Uint8Array(0),
      }),
    }),
  // only a widget makes it, of whatever breaks in it: packages/elements/src/ceremony/ceremony.test.ts
  'page-fault': async () => {
    throw new CardError('page-fault', {}, { cause: new TypeError('a mistake') })
  },

  'reader-protected': () => firstOf(withUsb({ interfaceClass: 0x0b }).usb),
  'reader-busy': async () => {
    const { usb } = withUsb({})
    await firstOf(usb) // another program of the page has it
    return firstOf(usb)
  },
  'reader-unknown': () =>
    firstOf(withUsb({ vendorId: 0x04e6, productId: 0x5111, release: 0x0619 }).usb),
  'reader-gone': async () => {
    const { usb, device } = withUsb({})
    const reader = await firstOf(usb)
    device.unplug()
    return reader.connect()
  },
  'reader-fault': async () => {
    const slot = new VirtualSlot()
    const reader = virtualReader(slot)
    slot.insert(await chipOf('hanako'))
    const card = await reader.connect()
    slot.garble(1, 'cut-off')
    return openJpki(card)
  },

  'card-removed': async () => {
    const slot = new VirtualSlot()
    const card = await cardIn(await chipOf('hanako'), slot)
    slot.remove()
    return openJpki(card)
  },
  'cards-several': async () => {
    vi.useFakeTimers()
    vi.setTimerTickMode('nextTimerAsync')
    const slot = new VirtualSlot()
    slot.insert(await chipOf('hanako'))
    const device = virtualRcS380(slot)
    device.picc.plan(...Array.from({ length: 12 }, () => 'garble-from-card' as const))
    return (await firstOf(virtualWebUsb([device], { permitted: [device] }).usb)).connect()
  },
  'card-mute': () => cardIn(otherCards.dead.chip()),
  'card-wrong': async () => openJpki(await cardIn(otherCards.bank.chip())),
  'card-broken': async () =>
    readCertificate(answering(await jpkiOf('hanako'), 0xb0, 0x6581), 'authentication'),
  'card-refused': async () =>
    signDigest(await jpkiOf('hanako'), 'authentication', new Uint8Array(51)),
  'certificate-absent': async () => readCertificate(await jpkiOf('under15'), 'signing'),
  'certificate-protected': async () => readCertificate(await jpkiOf('hanako'), 'signing'),
  'record-unreadable': async () => {
    const card = await cardIn(await chipOf('hanako'))
    await openInputSupport(card)
    const garbage: Card = {
      ...card,
      transmit: async () => ({ data: Uint8Array.of(0xff, 0x20, 0x00), status: 0x9000 }),
    }
    return readAttributes(garbage)
  },
  'certificate-unreadable': async () =>
    certificateDates('authentication', Uint8Array.of(0x30, 0x00)),

  'secret-absent': async () => {
    const card = await cardIn(await chipOf('hanako'))
    return askTries(answering(card, 0xa4, 0x6a82), 'number-b')
  },
  'pin-impossible': async () => secretFrom('authentication-pin', '12'),
  'pin-wrong': async () => pinned(await jpkiOf('hanako'), '9999'),
  'pin-last-try': async () => pinned(await jpkiOf('lastTry'), '1234', false),
  'pin-locked': async () => pinned(await jpkiOf('locked'), '1234'),
  'pin-not-typed': async () => {
    const card = await jpkiOf('hanako')
    const keys: Card = {
      ...card,
      enterPin: () => Promise.reject(new CardError('pin-not-typed', {})),
    }
    const counter = await askTries(keys, 'authentication-pin')
    return canTypeAtReader(keys, 'authentication-pin') && presentAtReader(keys, counter)
  },

  'server-unreachable': () =>
    site(() => Promise.reject(new TypeError('no network'))).challenge('login', {}),
  'server-fault': () => site(async () => new Response('<html>')).challenge('login', {}),
  'login-refused': () => endOf('revoked', ['1234']),
  'certificate-new': async () => {
    const slot = new VirtualSlot()
    slot.insert(await chipOf('renewed'))
    const told = { told: 'not-accepted' } as const
    return signIn({
      ...(await pageOf(slot)),
      server: {
        challenge: async () => ({
          nonce: new Uint8Array(32),
          purpose: 'login',
          origin: ORIGIN,
          context: new Uint8Array(0),
        }),
        verify: () => Promise.reject(new CardError('login-refused', told)),
      },
      now: () => new Date('2026-11-19T12:00:00Z'), // hours after it was issued
    })
  },
  cancelled: () => endOf('hanako', []),
}

test.each(Object.entries(situations))('%s', async (code, getIntoIt) => {
  const error = await getIntoIt().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isCardError(error)) throw new Error(`${code} did not happen`, { cause: error })
  expect(error.code).toBe(code)
  for (const language of ['ja', 'en', 'ja-easy']) {
    const { title, text } = await explain(error, language)
    expect(title.length, language).toBeGreaterThan(3)
    expect(`${title}${text}`, language).not.toMatch(/undefined|\[object|[0-9A-F]{4}$/)
  }
})
