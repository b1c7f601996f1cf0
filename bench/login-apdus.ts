import { VirtualSlot, cardOf } from '@myna/virtual'
import { logIn, personNamed } from '../test/flows/person'
import type { Figure } from './figure'

/** Commands a sign-in sends, with the longest certificate of our people (1.3 KB). */
export async function loginApdus(): Promise<readonly Figure[]> {
  const slot = new VirtualSlot()
  slot.insert(cardOf(await personNamed('long')))
  const { code, commands } = await logIn(slot, { types: ['1234'] })
  if (code !== 'signed-in') throw new Error(`the sign-in ended with ${code}`)
  return [{ name: 'login.apdus', value: commands.length, unit: 'APDUs', limit: 14, better: 'less' }]
}
