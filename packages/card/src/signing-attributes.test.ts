import { encodeTlv, hex, join } from '@myna/bytes'
import { issuePerson } from '@myna/virtual'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { signingAttributes } from './signing-attributes'

const now = new Date('2026-11-24T03:00:00Z')

test('of a person’s signing certificate', async () => {
  const { signing } = await issuePerson('hanako', { now })
  const attributes = await signingAttributes(signing.certificate!)
  expect(attributes).toMatchObject({
    name: '見本　花子',
    address: '東京都架空市見本町１丁目２番３号',
    birthDate: { month: 6, day: 15 },
    sex: 'female',
    nameSubstitutes: [false, false, false, false, false],
  })
  expect(attributes.addressSubstitutes).toHaveLength([...attributes.address].length)
})

const text = (value: string) => encodeTlv(0xa0, encodeTlv(0x0c, new TextEncoder().encode(value)))
const other = (id: string, value: string) => encodeTlv(0xa0, encodeTlv(0x06, hex(id)), text(value))
const ours = (last: number, value: string) => other(`2a83088c9b550805050${last}`, value)

/** As much of a certificate as there must be for the attributes to be found. */
function certificateWith(...names: Uint8Array[]): Uint8Array {
  const extension = encodeTlv(
    0x30,
    encodeTlv(0x06, hex('551d11')),
    encodeTlv(0x04, encodeTlv(0x30, ...names)),
  )
  const toBeSigned = encodeTlv(0x30, hex('020101'), encodeTlv(0xa3, encodeTlv(0x30, extension)))
  return encodeTlv(0x30, toBeSigned)
}

const all = (change: Record<number, string | undefined> = {}) =>
  Object.entries({
    1: '山田　太郎',
    4: '419900102',
    3: '1',
    5: '東京都',
    2: '01000',
    6: '000',
    ...change,
  })
    .filter((row): row is [string, string] => row[1] !== undefined)
    .map(([last, value]) => ours(Number(last), value))

describe('attributes', () => {
  test('are found by their identifiers, in any order, and unknown ones are let be', async () => {
    const furigana = other('2a83088c9b5508050563', 'ヤマダ')
    const found = await signingAttributes(certificateWith(...all().toReversed(), furigana))
    expect(found).toEqual({
      name: '山田　太郎',
      address: '東京都',
      birthDate: { year: 1990, month: 1, day: 2 },
      sex: 'male',
      nameSubstitutes: [false, true, false, false, false],
      addressSubstitutes: [false, false, false],
    })
  })

  test.each([
    ['519900100', { year: 1990, month: 1 }],
    ['019900000', { year: 1990 }],
    ['000000000', {}],
  ])('a birth date of unknown parts: %s', async (value, birthDate) => {
    expect(await signingAttributes(certificateWith(...all({ 4: value })))).toMatchObject({
      birthDate,
    })
  })

  test('substitutes are counted by code point, and not guessed when the count is wrong', async () => {
    const surrogate = await signingAttributes(certificateWith(...all({ 1: '𠮷野', 2: '10' })))
    expect(surrogate.nameSubstitutes).toEqual([true, false])
    for (const flags of ['100', '1', '1x', undefined]) {
      const { nameSubstitutes } = await signingAttributes(
        certificateWith(...all({ 1: '𠮷野', 2: flags })),
      )
      expect(nameSubstitutes).toBeUndefined()
    }
  })

  test.each([
    ['3', 'not-told'],
    ['9', 'not-told'],
    ['2', 'female'],
  ])('sex %s is %s', async (code, sex) => {
    expect(await signingAttributes(certificateWith(...all({ 3: code })))).toMatchObject({ sex })
  })

  test.each<[string, Uint8Array[]]>([
    ['one of them twice', [...all(), ours(1, '別　人')]],
    ['no name', all({ 1: undefined })],
    ['no address', all({ 5: undefined })],
    ['an era nobody knows', all({ 4: '619900102' })],
    ['a day that never was', all({ 4: '419900230' })],
    ['none of them', []],
  ])('%s: unreadable', async (_, names) => {
    await expect(signingAttributes(certificateWith(...names))).rejects.toMatchObject({
      code: 'record-unreadable',
      facts: { record: 'signing-attributes' },
    })
  })

  test('bytes of any kind are a value or a named error', async () => {
    const good = certificateWith(...all())
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(good.length),
        async (at, byte, cut) => {
          const bytes = join(good).slice(0, cut)
          if (at < bytes.length) bytes[at] = byte
          await signingAttributes(bytes).catch((error: { code?: string }) => {
            expect(error.code).toBe('record-unreadable')
          })
        },
      ),
    )
  })
})
