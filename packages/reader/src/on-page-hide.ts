/**
 * Calls `act` when the page goes away: closed, reloaded, left. There is no time then to wait for
 * anything, but what WebUSB was asked before the end it still passes on. Where there is no page, it
 * never happens.
 *
 * @returns what ends that
 */
export function onPageHide(act: () => void): () => void {
  const page = globalThis as Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>>
  page.addEventListener?.('pagehide', act)
  return () => page.removeEventListener?.('pagehide', act)
}
