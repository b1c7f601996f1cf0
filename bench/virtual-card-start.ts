import { hex, toHex } from '@myna/bytes'
import { cardOf, issuePerson } from '@myna/virtual'
import { median, rounded, type Figure } from './figure'

const STARTS = 15

/**
 * From a person's name to the first answer of their card: keys are read and certificates issued on
 * the way. Nothing is kept from one start to the next but what the engine has compiled; the first
 * start of a process takes about twice as long.
 */
export async function virtualCardStart(): Promise<readonly Figure[]> {
  const times: number[] = []
  for (let start = 0; start < STARTS; start++) times.push(await oneStart())
  const value = rounded(median(times), 1)
  return [{ name: 'virtualCard.start', value, unit: 'ms', limit: 50, better: 'less' }]
}

async function oneStart(): Promise<number> {
  const start = performance.now()
  const card = cardOf(await issuePerson('hanako', { now: new Date() }))
  await card.powerOn()
  const answer = toHex(await card.exchange(hex('00a4040c0ad392f000260100000001')))
  const time = performance.now() - start
  if (answer !== '9000') throw new Error(`the card answered ${answer}`)
  return time
}
