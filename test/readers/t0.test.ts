import { describe, expect, test } from 'vitest'
import {
  atrOf,
  hanako,
  powered,
  READ,
  SELECT_JPKI,
  selectFile,
  TRIES,
  TWIN,
  verify,
} from './contact-world'

describe('T=0', () => {
  const t0 = () => powered({ features: TWIN }, atrOf('T=0 alone'))

  test('the question for the tries left stays a question', async () => {
    const { card, chip } = await t0()
    await card.transmit(SELECT_JPKI)
    await card.transmit(selectFile('0018'))

    expect((await card.transmit(TRIES)).status).toBe(0x63c3)
    expect(chip.done.at(-1)).toBe('00200080')
  })

  test('an extended command is refused by name, before the card hears of it', async () => {
    const { card, chip } = await t0()
    await expect(card.transmit({ ...SELECT_JPKI, data: new Uint8Array(300) })).rejects.toThrow(
      /ENVELOPE/,
    )
    expect(chip.done).toEqual([])
  })

  test('a wrong length is corrected, and the card has read once', async () => {
    const { card, chip } = await t0()
    await card.transmit(SELECT_JPKI)
    await card.transmit(selectFile('000a'))
    const offset = hanako.authentication.certificate!.length - 40
    chip.done.length = 0

    const { data, status } = await card.transmit({ ...READ, p1: offset >> 8, p2: offset & 0xff })

    expect(status).toBe(0x9000)
    expect(data.slice(0, 40)).toEqual(hanako.authentication.certificate!.slice(-40))
    expect(chip.done).toHaveLength(1)
  })

  test.each(['lose-command', 'lose-answer', 'parity'] as const)(
    'what got lost (%s) is a fault: T=0 cannot ask again, and a PIN is not sent twice',
    async (fault) => {
      const { card, chip, device } = await t0()
      await card.transmit(SELECT_JPKI)
      await card.transmit(selectFile('0018'))
      chip.done.length = 0
      device.contacts([fault])

      await expect(card.transmit(verify('0000'))).rejects.toMatchObject({ code: 'reader-fault' })
      expect(chip.done.length).toBe(fault === 'lose-command' ? 0 : 1)
    },
  )
})
