import { CardError, type Reader } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import { signIn, type LoginScreen, type LoginServer, type LoginStep } from '@myna/elements'
import { readChallenge, type Challenge } from '@myna/token'
import type { Order } from './arguments'
import type { Conversation } from './conversation'
import { FileTrouble, type Machine } from './machine'
import { words } from './words'

const CLIENT = 'myna-card/0.1.0'

/**
 * A login with the files of `order` in the server's place. The flow is the page's, with all its care
 * for PIN tries.
 */
export async function logIn(
  reader: Reader,
  order: Extract<Order, { what: 'login' }>,
  machine: Machine,
): Promise<void> {
  const { conversation, signal } = machine
  try {
    const challenge = await readChallengeFile(order.challenge, machine)
    conversation.say(words.signs(challenge.origin, challenge.purpose))
    const server: LoginServer = {
      challenge: async () => challenge,
      verify: (token) =>
        machine.writeFile(order.out, token).catch(() => {
          throw new FileTrouble(words.noFile(order.out))
        }),
    }
    const { purpose, origin } = challenge
    const screen = screenFor(conversation)
    const openReader = async () => reader
    await signIn({ openReader, server, screen, purpose, origin, client: CLIENT }, { signal })
    conversation.say(words.written(order.out))
  } finally {
    await reader.close()
  }
}

async function readChallengeFile(name: string, { readFile }: Machine): Promise<Challenge> {
  const text = await readFile(name).catch(() => {
    throw new FileTrouble(words.noFile(name))
  })
  try {
    return readChallenge(JSON.parse(text))
  } catch (error) {
    const isOurs = error instanceof MalformedBytes
    throw new FileTrouble(words.notAChallenge(isOurs ? error.message : 'no JSON'), { cause: error })
  }
}

const told: Readonly<Partial<Record<LoginStep['at'], string>>> = {
  'type-at-reader': words.typeAtReader,
  'place-card': words.placeCard,
  reading: words.reading,
  'keep-card': words.keepCard,
}

function screenFor(conversation: Conversation): LoginScreen {
  return {
    show({ at }) {
      const text = told[at]
      if (text !== undefined) conversation.say(text)
    },
    /** A file does not ask. */
    askRenewal: async () => false,
    async askPin({ triesLeft, problem }) {
      const secret = 'authentication-pin'
      // nobody is there who could think again: a program's second PIN would be a guess
      if (!conversation.isPerson && problem === 'wrong')
        throw new CardError('pin-wrong', { secret, triesLeft })
      if (!conversation.isPerson && problem !== undefined)
        throw new CardError('pin-impossible', { secret })
      if (problem !== undefined) conversation.say(words.problem[problem])
      conversation.say(words.tries(triesLeft))
      return conversation.askSecret(words.askPin)
    },
    async confirm({ at, triesLeft }) {
      if (at === 'last-try') conversation.say(words.tries(triesLeft))
      const question = at === 'last-try' ? words.lastTry : words.confirmLastTry
      const answer = (await conversation.ask(question)).trim().toLowerCase()
      if (!['yes', 'はい'].includes(answer)) throw new CardError('cancelled', {})
    },
  }
}
