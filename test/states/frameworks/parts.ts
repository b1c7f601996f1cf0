// What the pages share: a virtual card in a virtual reader, and a server that believes it.
import type { LoginServer } from '@myna/elements'
import { cardOf, issuePerson, virtualReader, VirtualSlot } from '@myna/virtual'
import { server as ageServerOf } from '../page/age-states'
import { numberBFields, site } from '../page/world'

export const slot = new VirtualSlot()
const card = issuePerson('hanako', { now: new Date('2026-11-24T03:00:00Z') }).then(cardOf)
/** What is printed on the card: 照合番号B, part by part. */
const printed = () => numberBFields('hanako', 'right')
Object.assign(globalThis, { putCard: async () => slot.insert(await card), printed, slot })

const believing = site()
export const purposes: string[] = []
Object.assign(globalThis, { purposes })

export const ageServer = ageServerOf()
export const openReader = async () => virtualReader(slot)
export const server: LoginServer = {
  async challenge(purpose, waiting) {
    purposes.push(purpose)
    return (await believing).challenge(purpose, waiting)
  },
  async verify(token, waiting) {
    await (await believing).verify(token, waiting)
    return { member: 'hanako' }
  },
}
