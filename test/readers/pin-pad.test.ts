import type { CcidDeviceOptions } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import {
  atrOf,
  atrs,
  powered,
  SCR3310,
  SELECT_JPKI,
  selectFile,
  setUp,
  TRIES,
  TWIN,
} from './contact-world'

const entry = { command: TRIES, digits: 4 } as const

async function atKeys(options: CcidDeviceOptions = {}, atr: keyof typeof atrs = 'TA1 13') {
  const world = await powered({ hasPinPad: true, ...options }, atrOf(atr))
  await world.card.transmit(SELECT_JPKI)
  await world.card.transmit(selectFile('0018'))
  world.chip.done.length = 0
  return world
}

describe('a PIN typed at the reader', () => {
  test.each<[string, CcidDeviceOptions, keyof typeof atrs]>([
    ['short APDU level', { level: 'short-apdu' }, 'TA1 13'],
    ['extended APDU level', { level: 'extended-apdu' }, 'TA1 13'],
    ['T=1 run here', { features: SCR3310 }, 'TA1 13'],
    ['T=0 run here', { features: TWIN }, 'T=0 alone'],
  ])('%s: goes to the card and nowhere else', async (_, options, atr) => {
    const { card, chip, device } = await atKeys(options, atr)
    device.typesPin('1234')

    const { status, data } = await card.enterPin!(entry)

    expect(status).toBe(0x9000)
    expect(data).toHaveLength(0)
    expect(chip.done).toEqual(['002000800431323334'])
    expect((await card.transmit(selectFile('0017'))).status).toBe(0x9000) // and the two are in step
  })

  test('a wrong one costs one try, and the card says how many are left', async () => {
    const { card, chip, device } = await atKeys()
    device.typesPin('0000')
    expect((await card.enterPin!(entry)).status).toBe(0x63c2)
    expect(chip.done).toHaveLength(1)
  })

  test.each(['tpdu', 'short-apdu'] as const)(
    '%s level: the red key and the end of the time are told apart, and cost nothing',
    async (level) => {
      const { card, device, chip } = await atKeys({ level })
      device.pressesCancel()
      await expect(card.enterPin!(entry)).rejects.toMatchObject({ code: 'cancelled' })
      await expect(card.enterPin!(entry)).rejects.toMatchObject({ code: 'pin-not-typed' })
      expect(chip.done).toEqual([])
      expect((await card.transmit(TRIES)).status).toBe(0x63c3)
    },
  )

  test.each(['tpdu', 'extended-apdu'] as const)(
    '%s level: who stops at the screen does not have to press a key as well',
    async (level) => {
      const { card, device, chip } = await atKeys({ level })
      device.delayAnswer(3000) // the person looks for the keys
      device.typesPin('1234')
      const abort = new AbortController()
      const entering = card.enterPin!(entry, { signal: abort.signal })
      setTimeout(() => abort.abort(), 10)
      await expect(entering).rejects.toMatchObject({ code: 'cancelled' })

      const began = Date.now()
      expect((await card.transmit(TRIES)).status).toBe(0x63c3)
      expect(Date.now() - began).toBeLessThan(1000)
      expect(chip.done).toEqual(['00200080'])
    },
  )

  test('an answer that got lost is asked for again; the command is not', async () => {
    const { card, device, chip } = await atKeys()
    device.typesPin('0000')
    device.contacts(['damage-answer'])
    expect((await card.enterPin!(entry)).status).toBe(0x63c2)
    expect(chip.done).toHaveLength(1)
  })

  test('a command that got lost is a fault: nobody here knows the digits', async () => {
    const { card, device, chip } = await atKeys()
    device.typesPin('0000')
    device.contacts(['lose-command'])
    await expect(card.enterPin!(entry)).rejects.toMatchObject({ code: 'reader-fault' })
    expect(chip.done).toEqual([])
    expect((await card.transmit(TRIES)).status).toBe(0x63c3)
  })
})

test('a reader without keys offers none, and neither does one that only claims to have them', async () => {
  expect((await powered()).card.enterPin).toBeUndefined()
  const omnikey = { vendorId: 0x076b, productId: 0x3031, hasPinPad: true, level: 'extended-apdu' }
  expect((await powered(omnikey as CcidDeviceOptions)).card.enterPin).toBeUndefined()
})

test('firmware that loses messages is refused by name', async () => {
  const bad = { vendorId: 0x04e6, productId: 0x5111 }
  await expect(setUp({ ...bad, release: 0x0619 })).rejects.toMatchObject({
    code: 'reader-unknown',
    facts: { reason: expect.stringContaining('firmware') },
  })
  await (await setUp({ ...bad, release: 0x0620 })).reader.close()
})
