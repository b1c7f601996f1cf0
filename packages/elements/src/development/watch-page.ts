import type { PageFinding } from './findings'
import { findingsOn, inspectPage, keyOf, thisPage } from './inspect-page'
import { explainPageFinding } from './words'

/** Asks the entries of the network for what they were loaded as. */
const partOf = ({ name, initiatorType }: PerformanceResourceTiming) => ({
  address: name,
  as: initiatorType === 'script' ? ('script' as const) : ('other' as const),
})

/** Four elements on a page are one page. */
let isWatched = false

/**
 * Writes to the console, once each, what `inspectPage` finds, and what the page loads later: a tag
 * manager brings its scripts when nobody looks any more. Does nothing where there is no page,
 * and nothing the second time.
 */
export function watchPage(say: (text: string) => void = (text) => console.warn(text)): void {
  if (typeof document === 'undefined' || typeof PerformanceObserver === 'undefined') return
  if (isWatched) return
  isWatched = true
  const page = thisPage()
  const told = new Set<string>()
  const tell = (findings: readonly PageFinding[]) => {
    for (const finding of findings) {
      if (told.has(keyOf(finding))) continue
      told.add(keyOf(finding))
      const { ja, en } = explainPageFinding(finding)
      say(`[myna] ${finding.rule}: ${ja}\n${en}`)
    }
  }
  const look = () => void inspectPage(page).then(tell)
  if (document.readyState === 'complete') look()
  else addEventListener('load', look, { once: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      tell(findingsOn(partOf(entry as PerformanceResourceTiming), page))
  }).observe({ type: 'resource', buffered: true })
}
