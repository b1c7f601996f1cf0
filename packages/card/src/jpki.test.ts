import type { Card } from '@myna/apdu'
import { hex } from '@myna/bytes'
import { transcriptCard } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import { openJpki, readCertificate, signDigest } from './jpki'
import { present } from './present'
import { secretFrom } from './secret'

const bytes = (size: number, value = '5a') => value.repeat(size)

describe('recognising the card', () => {
  test('a My Number card is one that has the JPKI application', async () => {
    const card = transcriptCard(`
      > 00a4040c 0a d392f000260100000001
      < 9000
    `)

    await openJpki(card)

    expect(card.finished).toBe(true)
  })

  test.each(['6a82', '6d00', '6e00', '6999', '6283'])(
    'a card that answers %s to its name is another kind of card, and is sent nothing more',
    async (status) => {
      const card = transcriptCard(`
        > 00a4040c 0a d392f000260100000001
        < ${status}
      `)

      await expect(openJpki(card)).rejects.toMatchObject({ code: 'card-wrong' })
    },
  )
})

describe('reading a certificate', () => {
  test('stops at its DER end, asks for the last bytes exactly and ignores the filler', async () => {
    const card = transcriptCard(`
      > 00a4020c 02 000a
      < 9000
      # 300 bytes in all: 4 of header and 296 of content
      > 00b00000 00
      < 30820128 ${bytes(252)} 9000
      > 00b00100 2c
      < ${bytes(44)} 9000
    `)

    const certificate = await readCertificate(card, 'authentication')

    expect(certificate).toEqual(hex(`30820128 ${bytes(296)}`))
    expect(card.finished).toBe(true)
  })

  test('takes fewer bytes than it asked for, and an answer that says the file ends', async () => {
    const card = transcriptCard(`
      > 00a4020c 02 000a
      < 9000
      > 00b00000 00
      < 300c ${bytes(4)} 9000
      > 00b00006 08
      < ${bytes(8)} 6282
    `)

    await expect(readCertificate(card, 'authentication')).resolves.toHaveLength(14)
  })

  test.each([
    ['no such file', '> 00a4020c 02 000a\n< 6a82'],
    ['a file that is empty', '> 00a4020c 02 000a\n< 9000\n> 00b00000 00\n< 6b00'],
  ])('%s: the card has no such certificate', async (_, transcript) => {
    const reading = readCertificate(transcriptCard(transcript), 'authentication')

    await expect(reading).rejects.toMatchObject({
      code: 'certificate-absent',
      facts: { certificate: 'authentication' },
    })
  })

  test.each([
    ['ends too early', '3005 0102', '9000'],
    ['is no SEQUENCE', '0403 010203', '9000'],
    ['is filler only', 'ffffffffffffff', '9000'],
  ])('a file that %s is unreadable, and its bytes are not told', async (_, content, status) => {
    const card = transcriptCard(`
      > 00a4020c 02 000a
      < 9000
      > 00b00000 00
      < ${content} ${status}
      > 00b00004 03
      < 9000
    `)

    const reading = readCertificate(card, 'authentication')

    await expect(reading).rejects.toMatchObject({ code: 'certificate-unreadable' })
    await expect(reading).rejects.not.toThrow(/0102/)
  })

  test('the signing certificate without its PIN is refused by the card', async () => {
    const card = transcriptCard(`
      > 00a4020c 02 0001
      < 9000
      > 00b00000 00
      < 6982
    `)

    await expect(readCertificate(card, 'signing')).rejects.toMatchObject({
      code: 'certificate-protected',
      facts: { certificate: 'signing' },
    })
  })
})

const three = () => ({ secret: 'authentication-pin', triesLeft: 3 }) as const

const signWith = async (card: Card, pin: string) => {
  await present(card, three(), secretFrom('authentication-pin', pin))
  return signDigest(card, 'authentication', hex('3031'))
}

describe('signing', () => {
  test('presents the PIN, selects the key and lets the card pad and sign', async () => {
    const card = transcriptCard(`
      > 00a4020c 02 0018
      < 9000
      > 00200080 04 31323334
      < 9000
      > 00a4020c 02 0017
      < 9000
      > 802a0080 02 3031 00
      < ${bytes(256)} 9000
    `)

    const signature = await signWith(card, '1234')

    expect(signature).toEqual(hex(bytes(256)))
    expect(card.finished).toBe(true)
  })

  test('a wrong PIN stops before the key is touched and says how many tries are left', async () => {
    const card = transcriptCard(`
      # the person types 0000; the card has three tries
      > 00a4020c 02 0018
      < 9000
      > 00200080 04 30303030
      < 63c2
    `)

    const signing = signWith(card, '0000')

    await expect(signing).rejects.toMatchObject({ code: 'pin-wrong', facts: { triesLeft: 2 } })
    expect(card.finished).toBe(true)
  })

  test.each([
    ['63c0', 'pin-locked'],
    ['6984', 'pin-locked'],
    ['6986', 'card-refused'],
  ])('%s to VERIFY is %s', async (status, code) => {
    const card = transcriptCard(`
      > 00a4020c 02 0018
      < 9000
      > 00200080 04 31323334
      < ${status}
    `)

    const signing = signWith(card, '1234')

    await expect(signing).rejects.toMatchObject({ code })
  })

  test('a signature of another size is refused', async () => {
    const card = transcriptCard(`
      > 00a4020c 02 0018
      < 9000
      > 00200080 04 31323334
      < 9000
      > 00a4020c 02 0017
      < 9000
      > 802a0080 02 3031 00
      < ${bytes(128)} 9000
    `)

    const signing = signWith(card, '1234')

    await expect(signing).rejects.toMatchObject({ code: 'card-refused' })
  })
})
