import { hex, join, toHex } from '@myna/bytes'
import { beforeAll, describe, expect, test } from 'vitest'
import { cardOf, issuePerson, type Person } from '../people'

const now = new Date('2026-11-24T03:00:00Z')
const SELECT_JPKI = '00a4040c 0a d392f000260100000001'
const PIN = '00200080 04 31323334'
const WRONG = '00200080 04 30303030'
const SIGN_PIN = '00200080 06 414243313233'

let hanako: Person
beforeAll(async () => {
  hanako = await issuePerson('hanako', { now })
})

/** A powered card and a way to talk to it in hex; `say` returns the last answer. */
async function powered(person = hanako) {
  const card = cardOf(person)
  await card.powerOn()
  const say = async (...commands: string[]) => {
    let answer = ''
    for (const command of commands) answer = toHex(await card.exchange(hex(command)))
    return answer
  }
  return { card, say }
}

describe('recognition (card.md §1.3)', () => {
  test.each([
    ['the JPKI application', SELECT_JPKI, '9000'],
    ['a partial name that matches', '00a4040c 05 d392f00026', '9000'],
    ['an unknown application', '00a4040c 0a d3921000310001010403', '6a82'],
    ['a name of 17 bytes', `00a4040c 11 ${'d3'.repeat(17)}`, '6a82'],
    ['no FCI, but a place for it', '00a4040c 0a d392f000260100000001 00', '6700'],
    ['a beginning of the card manager', '00a4040c 05 a000000151', '9000'],
    ['no name at all', '00a4040c', '6a82'],
    ['the card manager', '00a4040c 07 a0000001510000', '9000'],
    ['00A40000 after a reset', '00a40000', '6a86'],
    ['3F00', '00a4000c 02 3f00', '6a82'],
    ['an FCI without a place for it', '00a40400 0a d392f000260100000001', '6700'],
    ['an FCI with too small a place', '00a40400 0a d392f000260100000001 04', '6700'],
    ['a file while no application is selected', '00a4020c 02 0018', '6a82'],
  ])('%s', async (_, command, answer) => {
    const { say } = await powered()

    expect(await say(command)).toBe(answer)
  })

  test('00A40000 with an application selected says yes and changes nothing', async () => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00a4020c 02 0018', '00a40000')).toBe('9000')
    expect(await say('00200080')).toBe('63c3')
  })

  test('an FCI comes only when it is asked for', async () => {
    const { say } = await powered()

    expect(await say('00a40400 0a d392f000260100000001 00')).toMatch(
      /^6f.*d392f000260100000001.*9000$/,
    )
  })

  test('an unknown application leaves the selected one as it is', async () => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00a4040c 02 aabb', '00a4020c 02 0018')).toBe('9000')
  })
})

describe('commands that are none (card.md §3)', () => {
  test.each([
    ['too short', '00a4', '6700'],
    ['Lc that does not fit', '00a4020c 05 0018', '6700'],
    ['an unknown instruction', '00ff0000', '6d00'],
    ['a wrong class', '80a4020c 02 0018', '6e00'],
    ['another logical channel', '01a4020c 02 0018', '6881'],
    ['secure messaging without a session', '08b0000000', '69fc'],
    ['SELECT by the form P1 = 09', '00a4090c 02 0018', '6a86'],
    ['SELECT of a file with Le', '00a4020c 02 0018 00', '6700'],
    ['a file that is not there', '00a4020c 02 0003', '6a82'],
    ['READ BINARY without a file', '00b0000000', '6986'],
    ['VERIFY without a file', '00200080', '6986'],
    ['signing without a key', '802a0080 01 30 00', '6986'],
    ['the phone command', '80fc0000', '6700'],
    ['INTERNAL AUTHENTICATE', '00880099 01 aa 00', '6985'],
    ['00A400 with another P2', '00a4000c', '6a86'],
    ['GET CHALLENGE with extended Le', '00840000 000008', '6985'],
    ['READ BINARY of what is no data', '00b09e0000', '6981'],
    ['VERIFY of what is no PIN', '0020009e', '6981'],
    ['signing with what is no key', '802a009e 01 30 00', '6981'],
    ['GET DATA inside an application', '00ca00f000', '6a88'],
  ])('%s', async (_, command, answer) => {
    const { say } = await powered()
    await say(SELECT_JPKI)

    expect((await say(command)).slice(-4)).toBe(answer)
  })
})

describe('reading', () => {
  test('the authentication certificate is free and followed by filler', async () => {
    const { say } = await powered()
    const certificate = hanako.authentication.certificate!
    const parts = [await say(SELECT_JPKI, '00a4020c 02 000a', '00b0000000')]
    for (let at = 256; at < certificate.length + 20; at += 256)
      parts.push(await say(`00b0${at.toString(16).padStart(4, '0')}00`))

    const file = join(...parts.map((part) => hex(part.slice(0, -4))))

    expect(file.slice(0, certificate.length)).toEqual(certificate)
    expect(toHex(file.slice(certificate.length, certificate.length + 8))).toBe('ff'.repeat(8))
  })

  test('a short identifier selects and reads in one', async () => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00b08a0002')).toBe('30829000')
    expect(await say('00b0000002')).toBe('30829000')
    expect(await say('00b09f0002')).toBe('6a82')
  })

  test.each([
    ['beyond the end of the file', '00b00a0000', '6b00'],
    ['the last bytes, fewer than asked', '00b009ff00', 'ff9000'],
    ['without Le', '00b00000', '6700'],
    ['an extended length', '00b00000 000100', '9000'],
  ])('%s', async (_, command, end) => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00a4020c 02 000a', command)).toMatch(new RegExp(`${end}$`))
  })

  test.each(['0005', '0010', '0016', '0019', '001c', '001e'])(
    'file %s is there, and tells nothing',
    async (file) => {
      const { say } = await powered()

      expect(await say(SELECT_JPKI, `00a4020c 02 ${file}`)).toBe('9000')
      expect(await say('00b0000000')).toBe('6981')
    },
  )

  test('file 0009 is protected by none of the PINs', async () => {
    const { say } = await powered()
    await say(SELECT_JPKI, '00a4020c 02 0018', PIN, '00a4020c 02 001b', SIGN_PIN)

    expect(await say('00a4020c 02 0009', '00b0000000')).toBe('6982')
  })

  test('a PIN and a key are no files to read', async () => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00a4020c 02 0018', '00b0000000')).toBe('6981')
    expect(await say('00a4020c 02 0017', '00b0000000')).toBe('6981')
  })

  test('the signing certificate wants its PIN, and not the other one', async () => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00a4020c 02 0001', '00b0000004')).toBe('6982')
    await say('00a4020c 02 0018', PIN)
    expect(await say('00a4020c 02 0001', '00b0000004')).toBe('6982')
    expect(await say('00a4020c 02 001b', SIGN_PIN)).toBe('9000')
    expect(await say('00a4020c 02 0001', '00b0000002')).toBe('30829000')
  })

  test('the token says it is a My Number card, in 160 bytes padded with spaces', async () => {
    const { say } = await powered()

    const token = await say(SELECT_JPKI, '00a4020c 02 0006', '00b0000000')

    expect(token).toHaveLength(2 * 160 + 4)
    expect(new TextDecoder().decode(hex(token).slice(0, 32))).toBe('JPKIAPICCTOKEN2'.padEnd(32))
  })

  test('which certificates exist: of an adult both, under 15 only one', async () => {
    const child = await issuePerson('under15', { now })
    const read = [SELECT_JPKI, '00a4020c 02 0008', '00b0000000']

    expect(await (await powered()).say(...read)).toBe('8f8f009000')
    expect(await (await powered(child)).say(...read)).toBe('008f009000')
    expect(await (await powered(child)).say(SELECT_JPKI, '00a4020c 02 0001')).toBe('6a82')
  })
})

describe('the PIN and its counter', () => {
  test('the question costs nothing, and never answers 9000, also after the right PIN', async () => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00a4020c 02 0018', '00200080', '00200080')).toBe('63c3')
    expect(await say(PIN)).toBe('9000')
    expect(await say('00200080')).toBe('63c3')
  })

  test('a question that grew an Le on its way is refused', async () => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00a4020c 02 0018', '0020008000')).toBe('6700')
  })

  test('counts down, locks, and stays locked for the right PIN, for power and for selection', async () => {
    const { card, say } = await powered()
    await say(SELECT_JPKI, '00a4020c 02 0018')

    expect([await say(WRONG), await say(WRONG), await say(WRONG)]).toEqual(['63c2', '63c1', '63c0'])
    expect(await say(PIN)).toBe('6984')
    expect(await say('00200080')).toBe('63c0')
    card.powerOff()
    await card.powerOn()
    expect(await say(SELECT_JPKI, '00a4020c 02 0018', PIN)).toBe('6984')
    expect(card.triesLeft('authentication')).toBe(0)
  })

  test('only the right PIN gives the tries back', async () => {
    const { card, say } = await powered()
    await say(SELECT_JPKI, '00a4020c 02 0018', WRONG, WRONG)

    card.powerOff()
    await card.powerOn()
    expect(await say(SELECT_JPKI, '00a4020c 02 0018', '00200080')).toBe('63c1')
    expect(await say(PIN, '00200080')).toBe('63c3')
  })

  test('a value of another length is a wrong value', async () => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00a4020c 02 0018', '00200080 03 313233')).toBe('63c2')
    expect(await say('00200080 05 3132333400')).toBe('63c1')
  })

  test('a short identifier names the PIN, too; other parameters are refused', async () => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00200098 04 31323334')).toBe('9000')
    expect(await say('00200018')).toBe('6a86')
    expect(await say('00200180')).toBe('6a86')
    expect(await say('0020008a')).toBe('6981')
  })

  test('it can be changed after it was presented, within its sizes', async () => {
    const { say } = await powered()

    expect(await say(SELECT_JPKI, '00a4020c 02 0018', '00240180 04 39393939')).toBe('6982')
    expect(await say(PIN, '00240180 05 3939393939')).toBe('6700')
    expect(await say('00240180 04 39393939')).toBe('9000')
    expect(await say(PIN)).toBe('63c2')
    expect(await say('00200080 04 39393939')).toBe('9000')
  })
})
