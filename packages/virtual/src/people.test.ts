import { toHex } from '@myna/bytes'
import { expect, test } from 'vitest'
import { issuePerson, people, type PersonName } from './people'

const now = new Date('2026-11-24T03:00:00Z')
const names = Object.keys(people) as PersonName[]

test('the same person at the same moment is the same to the byte', async () => {
  const once = await issuePerson('hanako', { now })
  const again = await issuePerson('hanako', { now })

  expect(toHex(again.signing.certificate!)).toBe(toHex(once.signing.certificate!))
  expect(toHex(again.authentication.caCertificate)).toBe(toHex(once.authentication.caCertificate))
})

test('no two people share a serial number or a key', async () => {
  const everybody = await Promise.all(names.map((name) => issuePerson(name, { now })))
  const pairs = everybody.flatMap(({ authentication, signing }) => [authentication, signing])

  expect(new Set(pairs.map(({ serial }) => serial)).size).toBe(pairs.length)
  expect(new Set(pairs.map(({ key }) => key.p)).size).toBe(pairs.length)
})

test('the long certificate is as long as real ones get, and needs a sixth READ BINARY', async () => {
  const { authentication } = await issuePerson('long', { now })

  expect(authentication.certificate!.length).toBeGreaterThan(1280)
})

test('a card is issued within the time a page has', async () => {
  await issuePerson('hanako', { now }) // modules and keys are warm
  const start = performance.now()

  await issuePerson('long', { now })

  expect(performance.now() - start).toBeLessThan(1000) // the bench measures; this catches a loop
})
