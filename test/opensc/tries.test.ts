import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPcsc, type Pcsc } from './pcsc'

// Tries as OpenSC sees them: they are counted by the card alone and outlive its power.

let pcsc: Pcsc
beforeAll(async () => {
  pcsc = await startPcsc()
})
afterAll(() => pcsc?.end())

const RIGHT = 'right'
const WRONG = 'Operation failed: PIN code or key incorrect'
const LOCKED = 'Operation failed: Reference data not usable' // 6984

/** Presents a PIN and says what OpenSC thinks of it. */
async function present(pin: string, id = '1') {
  const { code, said } = await pcsc.run(
    ...(['pkcs15-tool', '--verify-pin', '--auth-id', id, '--pin', pin] as const),
  )
  return code === 0 ? RIGHT : said.split('\n').find((line) => line.startsWith('Operation failed'))
}

/** Tries left of the authentication PIN and of the signing PIN, in OpenSC's words. */
async function triesLeft() {
  const { said } = await pcsc.run('pkcs15-tool', '--list-pins')
  return [...said.matchAll(/Tries left *: (\d+)/g)].map(([, count]) => Number(count))
}

const powerCycle = () => pcsc.run('opensc-tool', '--reset=cold')

test('a wrong PIN counts down, also over a loss of power, and the right one gives all tries back', async () => {
  await pcsc.insert('hanako')

  expect([await present('0000'), await present('9999')]).toEqual([WRONG, WRONG])
  expect(await triesLeft()).toEqual([1, 5])
  await powerCycle()
  expect(await triesLeft()).toEqual([1, 5])
  expect(await present('1234')).toBe(RIGHT)
  expect(await triesLeft()).toEqual([3, 5])
})

test('each PIN has a counter of its own', async () => {
  await pcsc.insert('hanako')

  expect([await present('ABC124', '2'), await present('1234')]).toEqual([WRONG, RIGHT])
  expect(await triesLeft()).toEqual([3, 4])
  expect(await present('ABC123', '2')).toBe(RIGHT)
  expect(await triesLeft()).toEqual([3, 5])
})

test('a PIN locked on its last try stays locked for the right one, for power and for PKCS #11', async () => {
  await pcsc.insert('lastTry')
  expect(await triesLeft()).toEqual([1, 5])

  expect(await present('0000')).toBe(WRONG)
  expect(await triesLeft()).toEqual([0, 5])
  expect(await present('1234')).toBe(LOCKED)
  await powerCycle()
  expect(await present('1234')).toBe(LOCKED)
  const login = await pcsc.run('pkcs11-tool', '--slot-index', '0', '--login', '--pin', '1234', '-O')
  expect(login.code).not.toBe(0)
  expect(await triesLeft()).toEqual([0, 5])
})

test('the last try is as good as the first', async () => {
  await pcsc.insert('lastTry')

  expect(await present('1234')).toBe(RIGHT)
  expect(await triesLeft()).toEqual([3, 5])
})

test('a card that came locked says so before anything is tried', async () => {
  await pcsc.insert('locked')

  expect(await triesLeft()).toEqual([0, 5])
  const slots = await pcsc.run('pkcs11-tool', '--list-slots')
  expect(slots.said).toMatch(/User Authentication PIN[^]*user PIN locked[^]*Digital Signature PIN/)
  expect(await present('1234')).toBe(LOCKED)
  expect(await present('ABC123', '2'), 'the other PIN is not').toBe(RIGHT)
})

test('under 15 there is an authentication certificate and no signing certificate', async () => {
  await pcsc.insert('under15')

  const read = (id: string, ...pin: string[]) =>
    pcsc.run('pkcs15-tool', '--read-certificate', id, ...pin)
  expect((await read('1')).said).toContain('BEGIN CERTIFICATE')
  const signing = await read('2', '--verify-pin', '--auth-id', '2', '--pin', 'ABC123')
  expect(signing.said).not.toContain('BEGIN CERTIFICATE')
})

test('another kind of card is not taken for a My Number card', async () => {
  await pcsc.insert('wrong')

  expect((await pcsc.run('opensc-tool', '-n')).said).not.toMatch(/^jpki$/m)
})

test('a signing PIN that is locked when the card comes is locked for OpenSC, and the other PIN is not', async () => {
  await pcsc.insert('lockedSigning')

  expect(await triesLeft()).toEqual([3, 0])
  expect(await present('ABC123', '2')).toBe(LOCKED)
  const { code, said } = await pcsc.run(
    ...(['pkcs15-tool', '--read-certificate', '2', '--verify-pin', '--auth-id', '2'] as const),
    ...['--pin', 'ABC123'],
  )
  expect(code).not.toBe(0)
  expect(said).not.toContain('BEGIN CERTIFICATE')
  expect(await present('1234')).toBe(RIGHT)
})

test('under 15 there is no signing certificate to read, and both CA certificates are', async () => {
  await pcsc.insert('under15')
  const read = (id: string) => pcsc.run('pkcs15-tool', '--read-certificate', id)

  expect((await read('2')).code).not.toBe(0)
  for (const id of ['1', '3', '4']) expect((await read(id)).said).toContain('BEGIN CERTIFICATE')
})
