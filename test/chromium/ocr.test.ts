// Why this exists: the camera, the picture decoder, the worker and its policy are the browser's, and only
// a real one shows that nothing is fetched too early, from elsewhere, or kept after the end.
import type { Reading } from '@myna/ocr'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { testCard } from '../ocr/cards'
import { encoded, openWithCamera, serveOcrSite, type FakeCamera, type OcrSite } from './ocr-site'

declare const readWithCamera: () => Promise<{ reading: Reading; seen: string[]; cameraOn: boolean }>
declare const readPictureFile: (base64: string, data?: string) => Promise<Reading | string>
declare const showAgeCheck: (over: string) => Promise<void>
declare const heard: readonly object[]
declare const giveUpWhileLooking: () => Promise<{ reason: string; tracks: string[] }>

const MOST_BYTES = 10_000_000

let site: OcrSite
let camera: FakeCamera | undefined
beforeAll(async () => {
  site = await serveOcrSite()
})
afterEach(() => camera?.stop())
afterAll(() => site.stop())

const front = testCard('front', 4711, 'Noto Sans CJK JP', 720)
const printed = {
  birth: { ...front.person.birth, ...front.person.era },
  expiry: front.person.expiry,
  code: front.person.code,
}
const fields = (reading: Reading | string) =>
  typeof reading === 'string' || reading.outcome !== 'read'
    ? reading
    : Object.fromEntries(
        Object.entries(reading.face).map(([name, field]) => [
          name,
          field.is === 'read' ? field.value : field.why,
        ]),
      )

async function openPage(frames: Parameters<typeof openWithCamera>[0], allowed = true) {
  camera = await openWithCamera(frames, { allowed, origin: site.origin })
  const page = await camera.context.newPage()
  const hosts: string[] = []
  camera.context.on('request', (request) => hosts.push(new URL(request.url()).origin))
  await page.goto(site.origin)
  await page.waitForFunction(() => 'readWithCamera' in globalThis)
  return { page, hosts }
}

test('a card held into the camera is read on the device, with parts that come only then', async () => {
  const { page, hosts } = await openPage([...front.frames(8)])
  const before = [...site.sent.keys()].filter((path) => path !== '/favicon.ico')

  const { reading, seen, cameraOn } = await page.evaluate(() => readWithCamera())

  expect(fields(reading)).toEqual(printed)
  expect(reading).toMatchObject({ ends: 'on-birthday' })
  expect(seen).toContain('front')
  expect(cameraOn).toBe(false)
  expect(before.toSorted()).toEqual(['/', '/page.js'])
  expect([...new Set(hosts)]).toEqual([site.origin])
  expect([...site.sent.keys()]).toContain('/ocr/jpn.traineddata.gz')
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([])
})

test('the age check answers from what its camera saw and the person confirmed', async () => {
  const { page } = await openPage([...front.frames(8)])
  const parts: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/ocr/')) parts.push(pathname)
  })
  await page.evaluate(() => showAgeCheck('20'))
  expect(parts).toEqual([]) // nothing of it before somebody chooses this way
  const widget = page.locator('myna-age-check')
  await widget.locator('button[value=ocr]').click()
  await widget.locator('#expiry-year').waitFor({ timeout: 30_000 })

  const typed = (id: string) => widget.locator(`#${id}`).inputValue()
  const { birth, expiry, code } = printed
  expect(await Promise.all(['year', 'month', 'day'].map(typed))).toEqual(
    [birth.year, birth.month, birth.day].map(String),
  )
  expect(await typed('expiry-year')).toBe(String(expiry.year))
  expect(await typed('security-code')).toBe(code)
  expect(await widget.locator('video').count()).toBe(0) // and so the camera is off
  await widget.locator('button.main').click()

  await page.waitForFunction(() => heard.length > 0)
  expect(await page.evaluate(() => heard)).toEqual([
    {
      age_over_20: birth.year <= 2005,
      evidence: 'ocr',
      assurance: 'lowest',
      selfAsserted: true,
      checkedOn: '2026-11-25',
    },
  ])
  expect(parts).toContain('/ocr/jpn.traineddata.gz')
  const left = await page.evaluate(async () =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases()]),
  )
  expect(left).toBe('[{},{},[]]')
})

test('all parts together stay below ten megabytes', async () => {
  const { page } = await openPage([...front.frames(2)])
  const paths = new Map<string, number>()
  page.on('response', async (response) => {
    const path = new URL(response.url()).pathname
    paths.set(path, (await response.body().catch(() => Buffer.alloc(0))).length)
  })

  await page.evaluate(() => readWithCamera())

  const total = [...paths.values()].reduce((sum, bytes) => sum + bytes, 0)
  expect(total).toBeGreaterThan(5_000_000)
  expect(total).toBeLessThan(MOST_BYTES)
})

test('the side with the 12 digits ends it at once, and no text is read', async () => {
  const back = testCard('back', 4712, 'IPAGothic', 720)
  const { page } = await openPage([...back.frames(3)])

  const { reading, seen, cameraOn } = await page.evaluate(() => readWithCamera())

  expect(reading).toEqual({ outcome: 'back-side' })
  expect(seen).toEqual(['back-side'])
  expect(cameraOn).toBe(false)
})

test('a person who allows no camera is told so, and nothing is downloaded for nothing', async () => {
  const { page } = await openPage([...front.frames(1)], false)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))

  const { reading } = await page.evaluate(() => readWithCamera())

  expect(reading).toEqual({ outcome: 'permission-denied' })
  expect(asked.filter((path) => path.startsWith('/ocr/'))).toEqual([])
})

test('a computer without a camera is told so', async () => {
  const { page } = await openPage(undefined)

  const { reading } = await page.evaluate(() => readWithCamera())

  expect(reading).toEqual({ outcome: 'no-camera' })
})

test('leaving in the middle stops the camera', async () => {
  const { page } = await openPage([...front.frames(2)])

  const { reason, tracks } = await page.evaluate(() => giveUpWhileLooking())

  expect(reason).toBe('the person left')
  expect(tracks).toEqual(['ended'])
})

test('a picture file is read as well, and a file that is none is refused', async () => {
  const { page } = await openPage(undefined)
  const [frame] = front.frames(1)
  const photo = encoded(frame!).toString('base64')

  const reading = await page.evaluate((base64) => readPictureFile(base64), photo)
  const refused = await page.evaluate((base64) => readPictureFile(base64), btoa('no picture'))

  expect(fields(reading)).toEqual(printed)
  expect(refused).toBe('not-a-picture')
})

test('a site that does not host the parts where it says hears of it, and nobody waits for ever', async () => {
  const { page } = await openPage(undefined)
  const [frame] = front.frames(1)
  const photo = encoded(frame!).toString('base64')

  const refused = await page.evaluate((base64) => readPictureFile(base64, '/nowhere'), photo)

  expect(refused).toBe('parts-missing')
})
