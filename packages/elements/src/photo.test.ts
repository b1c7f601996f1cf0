import { openFace, readFaceRecord, askTries, present, secretFrom } from '@myna/card'
import { cardOf, issuePerson, testCvAnchors, virtualReader, VirtualSlot } from '@myna/virtual'
import { expect, test } from 'vitest'
import { decodePhoto } from './photo'

const now = new Date('2026-11-24T03:00:00Z')

async function photoOf(): Promise<Uint8Array> {
  const person = await issuePerson('hanako', { now })
  const slot = new VirtualSlot()
  slot.insert(cardOf(person))
  const card = await virtualReader(slot).connect()
  await openFace(card)
  const counter = await askTries(card, 'face-number-b')
  await present(card, counter, secretFrom('face-number-b', person.secrets['number-b']))
  return (await readFaceRecord(card, { anchors: testCvAnchors() })).photo
}

test('the photo of a card becomes grey pixels', async () => {
  const { width, height, pixels } = await decodePhoto(await photoOf())
  expect(width).toBeGreaterThan(10)
  expect(pixels).toHaveLength(width * height)
  expect(new Set(pixels).size).toBeGreaterThan(1) // it shows something
})

test('bytes that are no photo are named so', async () => {
  const photo = await photoOf()
  const noise = photo.slice()
  noise.fill(0x55, 60)
  for (const wrong of [new Uint8Array(), photo.slice(1), photo.slice(0, 40), noise])
    await expect(decodePhoto(wrong)).rejects.toMatchObject({
      code: 'record-unreadable',
      facts: { record: 'face-record' },
    })
})
