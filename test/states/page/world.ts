// What a state's row finds in the page: cards to insert, readers that behave badly, a site's server.
import { CardError, type Card, type LoginRefusal, type Reader } from '@myna/apdu'
import type { LoginServer, OpenReader } from '@myna/elements'
import { readChallenge } from '@myna/token'
import { loginVerifier, memoryChallengeStore, Refusal, staticChecker } from '@myna/verifier'
import {
  cardOf,
  issuePerson,
  otherCards,
  revokedSerials,
  testAnchors,
  virtualReader,
  VirtualSlot,
  type PersonName,
} from '@myna/virtual'

/** The page's clock stands still, so that every picture has the same dates. */
export const NOW = new Date('2026-11-24T03:00:00Z')

export const slot = new VirtualSlot()

export async function insert(name: PersonName | keyof typeof otherCards): Promise<void> {
  slot.insert(
    name in otherCards
      ? otherCards[name as keyof typeof otherCards].chip()
      : cardOf(await issuePerson(name as PersonName, { now: NOW })),
  )
}

/** What a person types into the parts of 照合番号B: their own, another's, or what no card has. */
export async function numberBFields(
  card: string | undefined,
  how: string,
): Promise<Readonly<Record<string, string>>> {
  const { printed } = await issuePerson(card as PersonName, { now: NOW })
  const { birthDate, expiry, securityCode } = printed
  return {
    year: birthDate.slice(0, 4),
    month: how === 'impossible' ? '13' : String(Number(birthDate.slice(4, 6))),
    day: String(Number(birthDate.slice(6))),
    'expiry-year': expiry.slice(0, 4),
    'security-code': how === 'wrong' ? (securityCode === '0000' ? '0001' : '0000') : securityCode,
  }
}

export const openReader: OpenReader = async () => virtualReader(slot)

/** A reader that does not open, for this reason. */
export const openFails =
  (error: CardError): OpenReader =>
  () =>
    Promise.reject(error)

/** A card changed on its way through the reader. */
export const openWith =
  (change: (card: Card) => Card): OpenReader =>
  async () => {
    const reader: Reader = virtualReader(slot)
    return { ...reader, connect: async (waiting) => change(await reader.connect(waiting)) }
  }

/** Answers to the empty VERIFY with a status word that tells no number. */
export const hidingCounters = (card: Card): Card => ({
  ...card,
  async transmit(command, waiting) {
    const response = await card.transmit(command, waiting)
    const asksTries = command.ins === 0x20 && command.data === undefined
    return asksTries ? { ...response, status: 0x6d00 } : response
  },
})

/** A card with other status words for one instruction. */
export const answering =
  (ins: number, status: number) =>
  (card: Card): Card => ({
    ...card,
    async transmit(command, waiting) {
      if (command.ins !== ins) return card.transmit(command, waiting)
      return { data: new Uint8Array(), status }
    },
  })

/** A reader with keys, at which nobody types. */
export const withKeys = (card: Card): Card => ({ ...card, enterPin: () => new Promise(() => {}) })

/** A card that never answers to one instruction. */
export const silentAt =
  (ins: number) =>
  (card: Card): Card => ({
    ...card,
    transmit: (command, waiting) =>
      command.ins === ins && command.data === undefined
        ? new Promise(() => {})
        : card.transmit(command, waiting),
  })

/** A card that is pulled out after so many commands. */
export const pulledAfter =
  (commands: number) =>
  (card: Card): Card => {
    let left = commands
    return {
      ...card,
      transmit: (command, waiting) =>
        left-- > 0
          ? card.transmit(command, waiting)
          : Promise.reject(new CardError('card-removed', { attempt: 'none' })),
    }
  }

/** The site, with its verifier in the page. */
export async function site(): Promise<LoginServer> {
  const verifier = await loginVerifier({
    role: 'test',
    origin: location.origin,
    now: () => NOW,
    anchors: (await testAnchors({ now: NOW })).authentication,
    revocation: staticChecker(await revokedSerials({ now: NOW })),
    challenges: memoryChallengeStore({ now: () => NOW }),
    accountSecret: new Uint8Array(32).fill(7),
  })
  const told = (error: unknown): never => {
    throw error instanceof Refusal ? new CardError('login-refused', { told: error.told }) : error
  }
  return {
    challenge: async (purpose) => readChallenge(await verifier.challenge('s', purpose).catch(told)),
    async verify(token) {
      await verifier.verify('s', token).catch(told)
      return {}
    },
  }
}

export const refusing = (told: LoginRefusal): Partial<LoginServer> => ({
  verify: () => Promise.reject(new CardError('login-refused', { told })),
})

export const never = <T>(): Promise<T> => new Promise<T>(() => {})
