// How people may have a page, beside its languages and schemes: narrow, with large text, in the colours
// of their own choice. What is wrong with a state then, in words.
import type { Page } from 'playwright'

interface Condition {
  readonly width: number
  /** Of the text, as people set it in the browser. */
  readonly textSize: string
  readonly forcedColors: 'active' | 'none'
}

const conditions: Readonly<Record<string, Condition>> = {
  '320 pixels': { width: 320, textSize: '100%', forcedColors: 'none' }, // WCAG 2.2, 1.4.10
  'text of 200 %': { width: 480, textSize: '200%', forcedColors: 'none' }, // 1.4.4
  'forced colours': { width: 480, textSize: '100%', forcedColors: 'active' },
}
const usual = { width: 480, height: 900 }

/** Looks at the state on the stage under each condition, and leaves the page as it was. */
export async function troubleUnderConditions(page: Page): Promise<string[]> {
  const wrong: string[] = []
  for (const [name, { width, textSize, forcedColors }] of Object.entries(conditions)) {
    await page.setViewportSize({ ...usual, width })
    await page.emulateMedia({ forcedColors, reducedMotion: 'reduce' })
    const found = await page.evaluate(lookAt, { textSize, isForced: forcedColors === 'active' })
    wrong.push(...found.map((what) => `${name}: ${what}`))
  }
  await page.setViewportSize(usual)
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce' })
  return wrong
}

/** Runs in the page. */
function lookAt({ textSize, isForced }: { textSize: string; isForced: boolean }): string[] {
  document.documentElement.style.fontSize = textSize
  const widget = document.querySelector<HTMLElement>('#stage > *')!
  const elements = [...widget.shadowRoot!.querySelectorAll<HTMLElement>('*')].filter(
    (element) => element.closest('.for-ears') === null && element.checkVisibility(),
  )
  /** Drawn by the browser, which knows how. */
  const isNative = (element: HTMLElement) =>
    element.matches('[type=radio], [type=checkbox], [type=file]')
  const name = (element: HTMLElement) => `${element.outerHTML.slice(0, 120)} …`
  const { right } = widget.parentElement!.getBoundingClientRect()
  const wrong = [
    ...(document.documentElement.scrollWidth > innerWidth
      ? ['the page has to be pushed sideways']
      : []),
    ...elements
      .filter((element) => element.getBoundingClientRect().right > right + 1)
      .map((element) => `out of its place: ${name(element)}`),
    ...elements
      .filter((element) => getComputedStyle(element).overflow !== 'visible' && !isNative(element))
      .filter(
        ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
          scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1,
      )
      .map((element) => `cut off: ${name(element)}`),
  ]
  if (isForced)
    for (const element of elements.filter(
      (one) => one.matches('button, input, select') && !isNative(one),
    )) {
      const { borderTopStyle, borderTopWidth, backgroundColor } = getComputedStyle(element)
      const isSeen =
        (borderTopStyle !== 'none' && borderTopWidth !== '0px') ||
        backgroundColor !== getComputedStyle(document.body).backgroundColor
      if (!isSeen) wrong.push(`without an edge: ${name(element)}`)
      if (element.matches(':disabled')) continue
      const before = widget.shadowRoot!.activeElement as HTMLElement | null
      element.focus({ focusVisible: true } as FocusOptions)
      if (getComputedStyle(element).outlineStyle === 'none')
        wrong.push(`focus that is not seen: ${name(element)}`)
      if (before === null) element.blur()
      else before.focus()
    }
  document.documentElement.style.fontSize = ''
  return wrong
}
