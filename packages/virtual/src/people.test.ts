import { toHex } from '@myna/bytes'
import { expect, test } from 'vitest'
import { issuePerson } from './people'
import { people, type PersonName } from './people-table'

const now = new Date('2026-11-24T03:00:00Z')
const names = Object.keys(people) as PersonName[]

test('the same person at the same moment is the same to the byte', async () => {
  const once = await issuePerson('hanako', { now })
  const again = await issuePerson('hanako', { now })

  expect(toHex(again.signing.certificate!)).toBe(toHex(once.signing.certificate!))
  expect(toHex(again.authentication.caCertificate)).toBe(toHex(once.authentication.caCertificate))
})

test('no two certificates have the same serial number', async () => {
  const everybody = await Promise.all(names.map((name) => issuePerson(name, { now })))
  const serials = everybody
    .flatMap(({ authentication, signing, former }) => [
      ...[authentication, signing],
      ...(former ? [former.authentication, former.signing] : []),
    ])
    .map(({ serial }) => serial)

  expect(new Set(serials).size).toBe(2 * names.length + 2)
  expect(serials.every((serial) => /^[0-9a-f]{8}$/.test(serial))).toBe(true)
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
