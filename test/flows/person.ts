// A person in front of <myna-login>, without a page: says what to type and remembers every step.
import { CardError, type CommandApdu, type Reader } from '@myna/apdu'
import type { CertificateDates } from '@myna/card'
import {
  signIn,
  type Login,
  type LoginScreen,
  type LoginServer,
  type LoginStep,
} from '@myna/elements'
import { readChallenge } from '@myna/token'
import { loginVerifier, Refusal, type LoginVerifier } from '@myna/verifier'
import { issuePerson, virtualReader, type PersonName, type VirtualSlot } from '@myna/virtual'
import { ORIGIN, siteOptions } from '../verifier/world'

const issuing = new Map<PersonName, ReturnType<typeof issuePerson>>()
/** The person's card content; made once, because making certificates takes its time. */
export function personNamed(name: PersonName) {
  const found = issuing.get(name) ?? issuePerson(name, { now: new Date('2026-11-24T03:00:00Z') })
  issuing.set(name, found)
  return found
}

/** What the person does when asked: types these PINs one after another, and goes on or stops. */
export interface Behaviour {
  readonly types: readonly string[]
  readonly goesOn?: boolean
  /** To the site asking for the certificate before this one; unsaid, the person stops. */
  readonly consents?: boolean
  /** Does something when a step is shown. */
  readonly at?: (step: LoginStep) => void
}

export function screenOf({ types, goesOn = true, consents, at }: Behaviour) {
  const steps: LoginStep[] = []
  const dates: CertificateDates[] = []
  const left = [...types]
  const screen: LoginScreen = {
    show(step) {
      steps.push(step)
      at?.(step)
    },
    async askPin(step) {
      steps.push(step)
      const text = left.shift()
      if (text === undefined) throw new CardError('cancelled', {})
      return text
    },
    async confirm(step) {
      steps.push(step)
      if (!goesOn) throw new CardError('cancelled', {})
    },
    async askRenewal(step) {
      steps.push(step)
      if (consents === undefined) throw new CardError('cancelled', {})
      return consents
    },
    noteDates: (noted) => void dates.push(noted),
  }
  return { screen, steps, dates }
}

/** Every command a card was sent through a reader, as the card saw it. */
export function watched(reader: Reader): { reader: Reader; commands: CommandApdu[] } {
  const commands: CommandApdu[] = []
  return {
    commands,
    reader: {
      ...reader,
      async connect(waiting) {
        const card = await reader.connect(waiting)
        return {
          ...card,
          transmit(command, options) {
            commands.push({ ...command, ...(command.data ? { data: command.data.slice() } : {}) })
            return card.transmit(command, options)
          },
        }
      },
    },
  }
}

export const isVerify = ({ ins, data }: CommandApdu) => ins === 0x20 && data !== undefined

/** A server without HTTP. */
export function serverOver(verifier: LoginVerifier): LoginServer {
  const told = (error: unknown): never => {
    throw error instanceof Refusal ? new CardError('login-refused', { told: error.told }) : error
  }
  return {
    challenge: async (purpose) => readChallenge(await verifier.challenge('s', purpose).catch(told)),
    verify: (token) => verifier.verify('s', token).catch(told),
  }
}

/** Runs a whole login at a virtual reader against a real verifier. */
export async function logIn(
  slot: VirtualSlot,
  behaviour: Behaviour,
  server?: LoginServer,
  asked: Partial<Pick<Login, 'purpose' | 'transaction'>> = {},
) {
  const { screen, steps } = screenOf(behaviour)
  const { reader, commands } = watched(virtualReader(slot))
  const verifier = await loginVerifier(await siteOptions())
  const outcome = await signIn({
    openReader: async () => reader,
    server: server ?? serverOver(verifier),
    screen,
    purpose: 'login',
    origin: ORIGIN,
    ...asked,
  }).then(
    ({ answer }) => ({ answer, code: 'signed-in', error: undefined }),
    (error: CardError) => ({ answer: undefined, code: error.code as string, error }),
  )
  return { ...outcome, steps: steps.map(({ at }) => at), drawn: steps, commands }
}
