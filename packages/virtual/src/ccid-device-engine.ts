import type { CcidFaultPlan } from './ccid-device-faults'
import {
  ABSENT,
  readRequest,
  WRONG,
  writeReply,
  type Outcome,
  type Reply,
  type Request,
} from './ccid-device-messages'
import { ccidSlotHandlers, type CcidSettings } from './ccid-device-slot'
import type { VirtualSlot } from './slot'

const NOTHING = new Uint8Array(0)
const ABORTED: Outcome = { error: 0xff } // CMD_ABORTED
const MUTE: Outcome = { error: 0xfe } // ICC_MUTE
const BUSY: Outcome = { error: 0xe0 } // CMD_SLOT_BUSY
const NOT_SUPPORTED: Outcome = { error: 0x00 }

/** One slot and what is going on in it. */
interface Place {
  readonly slot: VirtualSlot
  readonly handlers: ReturnType<typeof ccidSlotHandlers>
  running?: { aborted: boolean } | undefined
  aborting?: { sequence: number; byControl: boolean; byMessage?: Request } | undefined
}

/**
 * One CCID interface: takes whole messages, gives whole messages. It answers what the specification
 * lets it answer and no more; what would be an accident elsewhere is refused here.
 */
export function ccidEngine(
  slots: readonly { readonly slot: VirtualSlot; readonly settings: CcidSettings }[],
  limits: { readonly longestMessage: number; readonly busySlots: number },
  faults: CcidFaultPlan,
  bus: { send(message: Uint8Array): void; unplug(): void },
) {
  const places: Place[] = slots.map(({ slot, settings }) => ({
    slot,
    handlers: ccidSlotHandlers(slot, settings, faults),
  }))

  const replyTo = (request: Request, { error, specific = 0, data = NOTHING }: Outcome): Reply => ({
    answer: request.answer,
    slot: request.slot,
    sequence: request.sequence,
    card: places[request.slot]?.handlers.card() ?? ABSENT,
    command: error === undefined ? 'done' : 'failed',
    error: error ?? 0,
    specific: error === undefined ? specific : 0,
    data: error === undefined ? data : NOTHING,
  })

  const send = (request: Request, outcome: Outcome): void => {
    const event = faults.answering()
    if (event === 'unplug') return bus.unplug()
    if (event === 'remove-card') places[request.slot]?.slot.remove()
    const isTooLate = event === 'remove-card' && request.name !== 'GetSlotStatus'
    const reply = replyTo(request, isTooLate ? MUTE : outcome)

    const isForCard = request.name === 'XfrBlock' || request.name === 'IccPowerOn'
    for (let left = isForCard ? faults.takeTimeExtensions() : 0; left > 0; left--)
      bus.send(writeReply({ ...reply, command: 'wait', error: 1, specific: 0, data: NOTHING }))
    if (faults.take('stale'))
      bus.send(writeReply({ ...reply, sequence: (reply.sequence - 1) & 0xff }))
    if (faults.take('stray')) bus.send(NOTHING)
    if (faults.take('drop')) return
    const bytes = writeReply(reply)
    bus.send(faults.take('garble') ? garbled(bytes) : bytes)
    if (faults.take('duplicate')) bus.send(bytes)
  }

  /** An abort is complete when both its halves are there: the control request and the message. */
  const finishAbort = (place: Place): void => {
    if (place.aborting?.byMessage === undefined || !place.aborting.byControl) return
    const { byMessage } = place.aborting
    place.aborting = undefined
    if (place.running) place.running.aborted = true
    place.running = undefined
    place.handlers.forget()
    send(byMessage, {})
  }

  const run = async (place: Place, request: Request): Promise<void> => {
    const mine = { aborted: false }
    place.running = mine
    const delay = faults.takeDelay(request.data.length)
    if (delay.before > 0) await pause(delay.before)
    const outcome = mine.aborted ? ABORTED : await place.handlers.run(request)
    const after = delay.after(outcome.data?.length ?? 0)
    if (after > 0) await pause(after)
    if (mine.aborted) return
    place.running = undefined
    const isDenied = request.name === 'XfrBlock' && faults.take('busyThoughDone')
    send(request, isDenied ? BUSY : outcome)
  }

  return {
    received(message: Uint8Array): void {
      const event = faults.arrived()
      if (event === 'unplug') return bus.unplug()
      const request = readRequest(message, limits.longestMessage, places.length)
      if (event === 'remove-card') places[request.slot]?.slot.remove()
      if (request.wrong !== undefined) return send(request, { error: request.wrong })
      const place = places[request.slot]
      if (place === undefined) return send(request, { error: WRONG.slot })
      if (request.name === 'Abort') {
        place.aborting = {
          sequence: request.sequence,
          byControl:
            place.aborting?.byControl === true && place.aborting.sequence === request.sequence,
          byMessage: request,
        }
        return finishAbort(place)
      }
      if (place.aborting?.byControl) return send(request, ABORTED)
      if (request.name === undefined) return send(request, NOT_SUPPORTED)
      const atWork = places.filter(({ running }) => running).length
      if (place.running || atWork >= limits.busySlots) return send(request, BUSY)
      if (request.name === 'XfrBlock' && faults.take('busy')) return send(request, BUSY)
      void run(place, request)
    },

    /** The control half of an abort (§5.3.1). False for a slot that does not exist. */
    abort(slotNumber: number, sequence: number): boolean {
      const place = places[slotNumber]
      if (place === undefined) return false
      const byMessage = place.aborting?.sequence === sequence ? place.aborting.byMessage : undefined
      place.aborting = { sequence, byControl: true, ...(byMessage ? { byMessage } : {}) }
      finishAbort(place)
      return true
    },
  }
}

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

function garbled(message: Uint8Array): Uint8Array {
  const bytes = message.slice()
  bytes[1]! ^= 0x01 // dwLength is one off
  return bytes
}
