// The demonstration's page with "a real reader" chosen, and the person in front of it.
import type { MynaFailedEvent, MynaLoginElement, MynaStepEvent } from '@myna/elements'
import type { Page } from 'playwright'
import type { Rig } from './rig'

/** How a sign-in ended. */
export interface SignInOutcome {
  readonly code: string
  readonly facts?: Readonly<Record<string, unknown>>
}

interface Heard {
  readonly at: string
  readonly code?: string
  readonly facts?: Readonly<Record<string, unknown>>
}

export interface Behaviour {
  /** What the person types, one after another; then they stop. */
  readonly types: readonly string[]
  /** What the person does when asked for the card. */
  readonly onPlaceCard?: () => void
}

/** Opens the page and chooses the real reader. Headless has no window to choose a device in. */
export async function openPage(rig: Rig, url: string): Promise<Page> {
  const page = await rig.context.newPage()
  await page.addInitScript(rememberEvents)
  await page.goto(url)
  await useRealReader(page)
  return page
}

export async function useRealReader(page: Page): Promise<void> {
  await page.locator('input[name=use][value=real]').check()
}

function rememberEvents(): void {
  const heard: Heard[] = []
  Object.assign(globalThis, { heard })
  const stops = ['place-card', 'enter-pin']
  document.addEventListener('myna-step', (event) => {
    const { step } = event as MynaStepEvent
    if (stops.includes(step.at)) heard.push({ at: step.at })
  })
  document.addEventListener('myna-failed', (event) => {
    const { code, facts } = (event as MynaFailedEvent).error
    heard.push({ at: 'failed', code, facts: { ...facts } })
  })
  document.addEventListener('myna-signed-in', () => heard.push({ at: 'signed-in' }))
  // what a browser does when the person closes the window without choosing
  if (typeof USB !== 'undefined')
    USB.prototype.requestDevice = async () => {
      throw new DOMException('No device selected.', 'NotFoundError')
    }
}

declare const heard: Heard[]

/** Signs in as a person does, from the click to whatever the page says at the end. */
export async function signIn(page: Page, behaviour: Behaviour): Promise<SignInOutcome> {
  const next = await begin(page)
  return finish(page, behaviour, next)
}

/** Clicks. Returns how many events were there before. */
export async function begin(page: Page): Promise<number> {
  const before = await page.evaluate(() => heard.length)
  await page.locator('myna-login').evaluate((login) => void (login as MynaLoginElement).start())
  return before
}

export async function finish(
  page: Page,
  { types, onPlaceCard }: Behaviour,
  before: number,
): Promise<SignInOutcome> {
  const left = [...types]
  for (let seen = before; ; seen++) {
    const { at, code = at, facts } = await eventAt(page, seen)
    if (at === 'signed-in') return { code }
    if (at === 'failed') return { code, ...(facts ? { facts } : {}) }
    if (at === 'place-card') onPlaceCard?.()
    else await typeOrStop(page, left.shift())
  }
}

async function eventAt(page: Page, index: number): Promise<Heard> {
  const event = await page.waitForFunction((at) => heard[at], index)
  return (await event.jsonValue())!
}

async function typeOrStop(page: Page, pin: string | undefined): Promise<void> {
  const login = page.locator('myna-login')
  if (pin === undefined) return login.evaluate((element) => (element as MynaLoginElement).cancel())
  await login.locator('#pin').fill(pin)
  await login.locator('#pin').press('Enter')
}

/** Ends the session, so that the page offers a sign-in again. */
export async function signOut(page: Page): Promise<void> {
  await page.locator('#sign-out').click()
  await page.locator('myna-login').waitFor()
}

/** Waits until the browser knows as many devices. */
export async function devicesAre(page: Page, count: number): Promise<void> {
  while ((await page.evaluate(async () => (await navigator.usb.getDevices()).length)) !== count);
}
