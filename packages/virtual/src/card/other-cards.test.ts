import { hex, toHex } from '@myna/bytes'
import { expect, test } from 'vitest'
import { deadChip, foreignCard } from './other-cards'

test('a dead chip is mute, and a foreign card knows none of our applications', async () => {
  const foreign = foreignCard()
  await foreign.powerOn()

  expect(await deadChip().powerOn()).toBeUndefined()
  expect(toHex(await foreign.exchange(hex('00a4040c 0a d392f000260100000001')))).toBe('6a82')
})
