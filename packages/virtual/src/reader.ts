import { cancellable, CardError, cardOver, type Card, type Reader } from '@myna/apdu'
import type { VirtualSlot } from './slot'

/** A reader over a virtual slot, for tests and demonstrations that need no USB. */
export function virtualReader(slot: VirtualSlot, name = 'Virtual reader'): Reader {
  let open = true
  const stopIfClosed = () => {
    if (!open) throw new CardError('reader-gone', { reader: name, attempt: 'none' })
  }

  const powered = (): Card => {
    const { time } = slot // a card that was taken out and put back is another session
    return cardOver({
      reader: name,
      async exchange(command) {
        stopIfClosed()
        const answer = slot.time === time ? await slot.exchange(command) : undefined
        if (answer === undefined) throw new CardError('card-removed', { attempt: 'none' })
        return answer
      },
      async powerOff() {
        if (slot.time === time) slot.powerOff()
      },
    })
  }

  return {
    name,
    async connect({ signal, onAbsent } = {}) {
      stopIfClosed()
      if (!slot.present) onAbsent?.()
      while (!slot.present) await nextChange(slot, signal)
      stopIfClosed()
      const atr = await cancellable(slot.powerOn(), signal)
      if (atr === undefined) throw new CardError('card-mute', {})
      return powered()
    },
    async close() {
      if (open) slot.powerOff()
      open = false
    },
  }
}

async function nextChange(slot: VirtualSlot, signal: AbortSignal | undefined): Promise<void> {
  let stop = () => {}
  const change = new Promise<void>((resolve) => {
    stop = slot.onChange(resolve)
  })
  await cancellable(change, signal).finally(stop)
}
