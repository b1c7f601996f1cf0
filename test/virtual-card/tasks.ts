// The tasks a site gives a card, with the commands each of them sends. Counted by the bench and held by a
// test: on a contactless card each command is a wait of a tenth of a second or so.
import type { Card, CommandApdu, SecretName } from '@myna/apdu'
import {
  askTries,
  openFace,
  openInputSupport,
  openJpki,
  present,
  readAgeRecord,
  readCertificate,
  readVerifiedAttributes,
  secretFrom,
  signDigest,
  signingAttributes,
} from '@myna/card'
import {
  cardOf,
  testCvAnchors,
  virtualReader,
  VirtualSlot,
  type Person,
  type PersonName,
} from '@myna/virtual'
import { personNamed, watched } from '../flows/person'

const DIGEST_INFO = new Uint8Array(51).fill(0x30)

async function presentText(card: Card, secret: SecretName, text: string): Promise<void> {
  const counter = await askTries(card, secret)
  await present(card, counter, secretFrom(secret, text))
}

export const tasks = {
  /** A document signed, and the four attributes of the certificate shown to the person. */
  sign: {
    most: 16,
    async run(card: Card, { secrets }: Person) {
      await openJpki(card)
      await presentText(card, 'signing-pin', secrets['signing-pin'])
      const { name } = await signingAttributes(await readCertificate(card, 'signing'))
      const signature = await signDigest(card, 'signing', DIGEST_INFO)
      return name.length > 0 && signature.length === 256
    },
  },
  /** The four attributes by 照合番号B, with everything that shows them genuine. */
  attributes: {
    most: 20,
    async run(card: Card, { secrets }: Person) {
      await openInputSupport(card)
      await presentText(card, 'number-b', secrets['number-b'])
      const { genuine } = await readVerifiedAttributes(card, { anchors: testCvAnchors() })
      return genuine.genuine
    },
  },
  /** The age record by the birth date, with everything that shows it genuine. */
  ageRecord: {
    most: 14,
    async run(card: Card, { secrets }: Person) {
      await openFace(card)
      await presentText(card, 'birth-date-key', secrets['number-b'].slice(0, 6))
      const { genuine } = await readAgeRecord(card, { anchors: testCvAnchors() })
      return genuine.genuine
    },
  },
} as const

export type TaskName = keyof typeof tasks

/** The commands a task sends to a person's card. @throws Error if it did not come to its end */
export async function commandsOf(
  task: TaskName,
  name: PersonName,
): Promise<readonly CommandApdu[]> {
  const person = await personNamed(name)
  const slot = new VirtualSlot()
  slot.insert(cardOf(person))
  const { reader, commands } = watched(virtualReader(slot))
  const card = await reader.connect()
  if (!(await tasks[task].run(card, person))) throw new Error(`${task} did not come to its end`)
  await card.powerOff()
  return commands
}
