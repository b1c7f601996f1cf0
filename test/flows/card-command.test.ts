// Why this exists: `npm run card` is what people run with their own card and send us the output of.
// It must be as careful with PIN tries as the page, and say nothing about the person, anywhere.
import { CardError } from '@myna/apdu'
import { toBase64url, toHex } from '@myna/bytes'
import { digestInfo, readChallenge, readToken } from '@myna/token'
import {
  cardOf,
  foreignCard,
  virtualCcidDevice,
  VirtualSlot,
  virtualWebUsb,
  type CcidDeviceOptions,
  type Chip,
  type PersonName,
  type VirtualCard,
} from '@myna/virtual'
import { publicDecrypt, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Machine } from '../../commands/card/machine'
import { runCard } from '../../commands/card/run-card'
import { personNamed } from './person'

const CHALLENGE = {
  nonce: toBase64url(new Uint8Array(32).fill(7)),
  purpose: 'login',
  origin: 'https://sp.example',
  context: '',
}
const LOGIN = ['login', '--challenge', 'challenge.json', '--out', 'token.json', '--trace', 'trace']

interface Setting {
  readonly person?: PersonName
  readonly chip?: Chip
  readonly answers?: readonly string[]
  readonly isPerson?: boolean
  readonly devices?: readonly CcidDeviceOptions[]
  readonly files?: Record<string, string>
}

/** Runs the command on a computer of its own, and keeps everything that left it. */
async function run(args: readonly string[], setting: Setting = {}) {
  const { person = 'hanako', answers = [], isPerson = true, devices = [{}] } = setting
  const card: VirtualCard = cardOf(await personNamed(person))
  const slot = new VirtualSlot()
  slot.insert(setting.chip ?? card)
  const usbDevices = devices.map((options) => virtualCcidDevice(slot, options))
  const { usb } = virtualWebUsb(usbDevices, { permitted: usbDevices })
  const files: Record<string, string> = {
    'challenge.json': JSON.stringify(CHALLENGE),
    ...setting.files,
  }
  const said: string[] = []
  const left = [...answers]
  const answer = async (question: string): Promise<string> => {
    said.push(question)
    const next = left.shift()
    if (next === undefined) throw new CardError('cancelled', {})
    return next
  }
  const machine: Machine = {
    usb,
    system: 'linux',
    conversation: {
      isPerson,
      say: (text) => void said.push(text),
      ask: answer,
      askSecret: answer,
      end: () => {},
    },
    complain: (text) => void said.push(text),
    async readFile(name) {
      if (files[name] === undefined) throw new Error('ENOENT')
      return files[name]
    },
    async writeFile(name, text) {
      files[name] = text
    },
  }
  const { code, text } = await runCard(args, async () => machine)
  const opened = (await usb.getDevices()).some((device) => device.opened)
  return { code, output: [...said, text].join('\n'), files, card, slot, opened }
}

/** Everything about the person that could leave in the output, in any spelling. */
async function secretsOf(name: PersonName): Promise<string[]> {
  const { authentication, signing } = await personNamed(name)
  return [authentication, signing].flatMap(({ certificate, serial, pin }) => {
    if (certificate === undefined) return []
    const pieces = [0, 100, 300, certificate.length - 64].map((at) =>
      certificate.slice(at, at + 24),
    )
    return [
      pin,
      toHex(new TextEncoder().encode(pin)),
      serial,
      ...pieces.flatMap((piece) => [toHex(piece), toBase64url(piece)]),
    ]
  })
}

test('readers: each with the doctor’s verdict in two languages', async () => {
  const { code, output } = await run(['readers'], {
    devices: [{}, { product: 'Blocked', productId: 2, interfaceClass: 0x0b }],
  })
  expect(code).toBe(0)
  expect(output).toMatch(/Virtual CCID reader \(1209:0001\): card-fine/)
  expect(output).toMatch(/Blocked \(1209:0002\): protected-class/)
  expect(output).toMatch(/リーダーもカードも使えます[^]*The reader and the card work/)
})

test('readers: that there is none is said', async () => {
  const { code, output } = await run(['readers'], { devices: [] })
  expect(code).toBe(1)
  expect(output).toContain('No reader found')
})

test('check: what is on the card, without any password', async () => {
  const { code, output, card, slot, opened } = await run(['check'])

  expect(code).toBe(0)
  const { certificate } = (await personNamed('hanako')).authentication
  const notAfter = new Date(new X509Certificate(certificate!).validTo).toISOString().slice(0, 10)
  expect(output).toContain(`valid until ${notAfter}`)
  expect(output).toContain('tries left: 3')
  expect(output).toContain('tries left: 5')
  expect(output).toContain('not readable without its password')
  expect([card.triesLeft('authentication'), card.triesLeft('signing')]).toEqual([3, 5])
  expect([slot.powered, opened]).toEqual([false, false])
})

test('check: a card without a signing certificate, and a foreign card', async () => {
  expect((await run(['check'], { person: 'under15' })).output).toContain('not there')
  const foreign = await run(['check'], { chip: foreignCard() })
  expect(foreign.code).toBe(1)
  expect(foreign.output).toContain('(card-wrong)')
})

test('login: the token is the card’s signature of exactly this challenge', async () => {
  const { code, files, output } = await run(LOGIN, { answers: ['1234'] })

  expect(code).toBe(0)
  expect(output).toContain('https://sp.example')
  const { unverifiedCertificate, signature } = readToken(files['token.json']!)
  const signed = await digestInfo(unverifiedCertificate, readChallenge(CHALLENGE), CHALLENGE.origin)
  const { publicKey } = new X509Certificate(unverifiedCertificate)
  expect(toHex(publicDecrypt(publicKey, signature))).toBe(toHex(signed))
})

describe('no try is wasted', () => {
  test('a person who mistypes is told, asked again, and the form costs nothing', async () => {
    const { code, output, card } = await run(LOGIN, {
      answers: ['12345', 'ABC123', '0000', '1234'],
    })
    expect(code).toBe(0)
    expect(output.match(/tries left: \d/g)).toEqual([
      'tries left: 3',
      'tries left: 3',
      'tries left: 3',
      'tries left: 2',
    ])
    expect(card.triesLeft('authentication')).toBe(3) // the right one set it back
  })

  test('a program has one PIN and no second one', async () => {
    const { code, output, card } = await run(LOGIN, {
      answers: ['0000', '0000', '0000', '0000'],
      isPerson: false,
    })
    expect(code).toBe(1)
    expect(output).toContain('(pin-wrong)')
    expect(card.triesLeft('authentication')).toBe(2)
  })

  test('at the last try it stops unless it is confirmed twice', async () => {
    for (const answers of [['no'], ['1234'], ['yes', '0000', 'no'], ['yes', '0000', '0000']]) {
      const { code, output, card } = await run(LOGIN, { person: 'lastTry', answers })
      expect(code).toBe(1)
      expect(output).toContain('(cancelled)')
      expect(card.triesLeft('authentication')).toBe(1)
    }
    const sure = await run(LOGIN, { person: 'lastTry', answers: ['yes', '1234', 'yes'] })
    expect(sure.code).toBe(0)
  })

  test('a locked one is not asked for', async () => {
    const { output } = await run(LOGIN, { person: 'locked', answers: ['1234'] })
    expect(output).toContain('(pin-locked)')
    expect(output).not.toContain('password for user authentication:')
  })
})

describe('nothing about the person leaves: not in the output, the transcript or an error', () => {
  test.each<[string, readonly string[], Setting]>([
    ['readers', ['readers'], {}],
    ['check', ['check', '--trace', 'trace'], {}],
    ['a login', LOGIN, { answers: ['1234'] }],
    ['a wrong PIN', LOGIN, { answers: ['0000'], isPerson: false }],
    ['no PIN', LOGIN, { answers: [] }],
    ['a broken challenge', LOGIN, { files: { 'challenge.json': '{"nonce":"x"}' } }],
  ])('%s', async (_, args, setting) => {
    const { output, files } = await run(args, setting)
    const everything = `${output}\n${files['trace'] ?? ''}`
    for (const secret of [...(await secretsOf('hanako')), '0000'.repeat(2), '30303030'])
      expect(everything).not.toContain(secret)
    if (args.includes('--trace') && files['trace'] !== undefined)
      expect(files['trace']).toMatch(/^# Virtual CCID reader\n/)
  })

  test('the transcript shows what was done, with dots', async () => {
    const { files } = await run(LOGIN, { answers: ['1234'] })
    const lines = files['trace']!.trim().split('\n')
    expect(lines).toContain('> 00a4040c 0a d392f000260100000001')
    expect(lines).toContain('> 00200080 04 ••••')
    expect(lines).toContain('< [256 bytes] 9000')
    expect(lines).toContain(`> 802a0080 33 ${'•'.repeat(51)} 00`)
    expect(lines.at(-1)).toBe('# power off')
  })

  test('the transcript is written also when it went wrong', async () => {
    const { files, code } = await run(['check', '--trace', 'trace'], { chip: foreignCard() })
    expect(code).toBe(1)
    expect(files['trace']).toContain('< 6A82')
  })
})

describe('options', () => {
  test.each([
    [[], 2, 'Say one of'],
    [['sign'], 2, 'Say one of'],
    [['login', '--out', 'x'], 2, 'needs --challenge'],
    [['check', '--reader'], 2, '--reader needs a value'],
    [['check', '--trace', 'a', '--trace', 'b'], 2, 'twice'],
    [['readers', '--trace', 'a'], 2, 'no option --trace'],
    [['login', '--pin', '9876'], 2, 'cannot be an argument'],
    [['login', '--pin=9876'], 2, 'cannot be an argument'],
    [['check', '9876'], 2, 'without a name'],
    [['--help'], 0, 'npm run card'],
  ])('%j', async (args, code, text) => {
    const ran = await run(args)
    expect(ran.code).toBe(code)
    expect(ran.output).toContain(text)
    expect(ran.output).not.toContain('9876')
  })

  test('with two readers it asks which, and takes the one that is named', async () => {
    const devices = [
      { product: 'Left', productId: 1 },
      { product: 'Right', productId: 2 },
    ]
    const asked = await run(['check'], { devices })
    expect(asked.code).toBe(2)
    expect(asked.output).toContain('Left, Right')
    expect(asked.opened).toBe(false)
    expect((await run(['check', '--reader', 'Right'], { devices })).code).toBe(0)
  })

  test('a reader that is held says so in words', async () => {
    const { code, output } = await run(['check'], { devices: [{ interfaceClass: 0x0b }] })
    expect(code).toBe(1)
    expect(output).toContain('(reader-protected)')
  })

  test('files that are not there or are no challenge are named, and the card is not touched', async () => {
    const missing = await run(['login', '--challenge', 'nowhere', '--out', 'token.json'])
    expect([missing.code, missing.output]).toEqual([1, expect.stringContaining('nowhere')])
    const broken = await run(LOGIN, { files: { 'challenge.json': 'hello' } })
    expect(broken.output).toContain('no JSON')
    expect(broken.opened).toBe(false)
  })
})
