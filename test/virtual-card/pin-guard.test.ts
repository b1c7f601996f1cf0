// Why this exists: a wasted try locks a person out of public services. Whatever a program does with the
// functions of @myna/card, each VERIFY has to be one the person confirmed.
import { secretFrom, Secret } from '@myna/card'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ours, runScript, script, type Functions } from './pin-guard'

const SCRIPTS = 10_000
const SEED = 20_261_125

async function faultsOf(use: Functions, numRuns: number): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const look = fc.asyncProperty(script, async (drawn) => {
    for (const fault of (await runScript(drawn, use)).faults) found.add(fault)
  })
  await fc.assert(look, { numRuns, seed: SEED })
  return found
}

test(`in ${SCRIPTS} random scripts no VERIFY is one that nobody confirmed`, async () => {
  let verifies = 0
  const property = fc.asyncProperty(script, async (drawn) => {
    const watched = await runScript(drawn)
    verifies += watched.verifies
    expect(watched.faults).toEqual([])
  })
  await fc.assert(property, { numRuns: SCRIPTS, seed: SEED })
  expect(verifies).toBeGreaterThan(SCRIPTS / 20) // or they would show nothing
}, 120_000)

describe('the watcher sees', () => {
  test('input that is impossible', async () => {
    const any: Functions['secretFrom'] = (secret, text, { lastTry = false } = {}) =>
      new Secret(secret, new TextEncoder().encode(text), lastTry)
    expect(await faultsOf({ ...ours, secretFrom: any }, 500)).toContain(
      'a VERIFY with impossible input',
    )
  })

  test('a confirmation used twice', async () => {
    const twice: Functions['present'] = async (card, counter, { secret, lastTry }, waiting) => {
      for (const text of ['1234', '1234']) {
        const again = secretFrom(secret, secret === 'signing-pin' ? 'ABC123' : text, { lastTry })
        await ours.present(card, { ...counter }, again, waiting)
      }
    }
    expect(await faultsOf({ ...ours, present: twice }, 500)).toContain(
      'two VERIFYs for one confirmation',
    )
  })

  test('a last try, and an unknown counter, taken for safe', async () => {
    const bold: Functions['present'] = (card, { secret }, typed, waiting) =>
      ours.present(card, { secret, triesLeft: 3 }, typed, waiting)
    const found = await faultsOf({ ...ours, present: bold }, 1000)
    expect(found).toContain('a VERIFY unconfirmed at 1 left')
    expect(found).toContain('a VERIFY unconfirmed at unknown left')
    expect(found).toContain('the last try went unconfirmed')
  })
})
