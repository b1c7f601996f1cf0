import {
  knownReaders,
  type BrowserVerdict,
  type OperatingSystem,
  type ReaderFinding,
  type ReaderVerdict,
} from '@myna/reader'
import { describe, expect, test } from 'vitest'
import { explainFinding } from './doctor-advice'

const readerVerdicts: Readonly<Record<ReaderVerdict, true>> = {
  usable: true,
  'card-fine': true,
  'not-my-number-card': true,
  'card-mute': true,
  'reader-fine-no-card': true,
  'protected-class': true,
  held: true,
  'unknown-device': true,
  faulty: true,
}
const browserVerdicts: Readonly<Record<BrowserVerdict, true>> = {
  usable: true,
  'no-webusb': true,
  'insecure-context': true,
  policy: true,
}
const systems: readonly OperatingSystem[] = [
  'windows',
  'macos',
  'linux',
  'android',
  'chromeos',
  'other',
]
const namesOf = <T extends string>(record: Readonly<Record<T, true>>) => Object.keys(record) as T[]

const finding = (verdict: ReaderVerdict, facts: Partial<ReaderFinding> = {}): ReaderFinding => ({
  verdict,
  system: 'linux',
  reader: 'My reader',
  vendorId: 1,
  productId: 2,
  ...facts,
})

describe.each(['ja', 'en', 'en-GB', 'fr', 'ja-easy'])('in %s', (language) => {
  test('each verdict on a reader has words of its own, and names the reader', async () => {
    const verdicts = namesOf(readerVerdicts)
    const advice = await Promise.all(verdicts.map((one) => explainFinding(finding(one), language)))
    expect(new Set(advice.map(({ title }) => title)).size).toBe(verdicts.length)
    expect(advice.filter(({ text }) => !text.includes('My reader'))).toEqual([])
  })

  test('each verdict on the browser has words of its own', async () => {
    const verdicts = namesOf(browserVerdicts)
    const advice = await Promise.all(
      verdicts.map((verdict) => explainFinding({ verdict, system: 'other' }, language)),
    )
    expect(new Set(advice.map(({ title }) => title)).size).toBe(verdicts.length)
  })

  test('how to free a reader is told for each system', async () => {
    const texts = await Promise.all(
      systems.map(
        async (system) => (await explainFinding(finding('held', { system }), language)).text,
      ),
    )
    expect(new Set(texts).size).toBe(systems.length)
  })
})

test('what has to be done is named', async () => {
  const text = async (system: OperatingSystem) =>
    (await explainFinding(finding('held', { system }), 'en')).text
  expect(await text('windows')).toMatch(/WinUSB.*Zadig/)
  expect(await text('linux')).toMatch(/udev.*pcscd.*port100/)
})

test('of a known model, the reason is told where it helps', async () => {
  const rcs380 = knownReaders.find(({ productIds }) => productIds.includes(0x06c3))!
  const { text } = await explainFinding(finding('held', { known: rcs380 }), 'en')
  expect(text).toContain('the kernel’s port100')
  const fine = await explainFinding(finding('card-fine', { known: rcs380 }), 'en')
  expect(fine.text).not.toContain('port100')
})

test('Japanese is Japanese, and a language nobody has written is English', async () => {
  expect((await explainFinding(finding('held'), 'ja-JP')).title).toMatch(/リーダー/)
  expect((await explainFinding(finding('held'), 'fr')).title).toMatch(/reader/)
})

test('easy Japanese has words of its own, and spaces between them', async () => {
  const easy = await explainFinding(finding('held'), 'ja-x-easy')
  expect(easy).toEqual(await explainFinding(finding('held'), 'ja-easy'))
  expect(easy.title).not.toBe((await explainFinding(finding('held'), 'ja')).title)
  expect(easy.title).toMatch(/ /)
})
