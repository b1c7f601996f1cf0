import { cardOf, issuePerson, virtualReader, VirtualSlot } from '@myna/virtual'
import { openJpki } from '@myna/card'
import { median, rounded, type Figure } from './figure'

const RUNS = 15

/** From a person's name to the answer of their card's first SELECT, certificates issued anew. */
export async function virtualCardStart(): Promise<readonly Figure[]> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const now = new Date(Date.now() + run * 86_400_000) // another day, so that nothing is remembered
    const began = performance.now()
    const slot = new VirtualSlot()
    slot.insert(cardOf(await issuePerson('hanako', { now })))
    await openJpki(await virtualReader(slot).connect())
    times.push(performance.now() - began)
  }
  const value = rounded(median(times), 1)
  return [{ name: 'virtualCard.start', value, unit: 'ms', limit: 50, better: 'less' }]
}
