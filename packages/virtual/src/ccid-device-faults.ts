import { lineFaultPlan, type LineFaultPlan, type LineFaults } from './ccid-device-line-faults'
import { pinPadPlan, type PinPad, type PinPadPlan } from './ccid-device-pin-pad'
import type { PullOut } from './slot'

/** Things that go wrong with real readers, planned by a test. Counts begin at the next message. */
export interface CcidFaults extends LineFaults, PinPad {
  /** The next command that reaches the card is answered after so many requests for more time. */
  timeExtensions(count: number): void
  /** An answer of an exchange long ago comes before the next answer. */
  staleAnswer(): void
  /** The next answer promises more bytes than it has. */
  garbleAnswer(): void
  /** The next answer never comes. */
  dropAnswer(): void
  /** An empty packet that belongs to nothing comes before the next answer. */
  strayPacket(): void
  /** The next answer comes twice. */
  duplicateAnswer(): void
  /** The next message for a slot takes so many milliseconds. */
  delayAnswer(milliseconds: number): void
  /** So many messages for the card are answered "slot busy", and not carried out. */
  busyAnswers(count: number): void
  /** So many are answered "slot busy" although the card has carried them out. */
  busyThoughDone(count: number): void
  /** The reader is unplugged at the n-th message: before it arrives, or before its answer leaves. */
  unplugAt(message: number, when?: PullOut): void
  /** The card is pulled out at the n-th message to the reader. */
  removeCardAt(message: number, when?: PullOut): void
  /** Forgets everything that was planned and has not happened yet. */
  mend(): void
  /** Messages the reader was sent since it was made. */
  readonly messages: number
}

type Event = 'unplug' | 'remove-card'

/** How long a reader and its card take, in milliseconds. */
export interface Timing {
  readonly perMessage: number
  /** Between reader and card. */
  readonly perByte: number
}

interface Plan {
  readonly event: Event
  readonly message: number
  readonly when: PullOut
}

/** The faults, and what the reader's engine asks of them. */
export interface CcidFaultPlan extends CcidFaults, LineFaultPlan, PinPadPlan {
  /** Counts a message; what happens before it is carried out. */
  arrived(): Event | undefined
  /** What happens before its answer leaves. */
  answering(): Event | undefined
  takeTimeExtensions(): number
  /** How long a message with so many bytes takes before and after the card's own work. */
  takeDelay(size: number): { readonly before: number; after(size: number): number }
  take(fault: keyof typeof NONE): boolean
}

const NONE = { stale: 0, garble: 0, drop: 0, busy: 0, busyThoughDone: 0, duplicate: 0, stray: 0 }

export function ccidFaultPlan(timing: Timing): CcidFaultPlan {
  const left = { ...NONE }
  let delay = 0
  let extensions = 0
  let messages = 0
  let plans: readonly Plan[] = []

  const take = (when: PullOut): Event | undefined => {
    const due = plans.find((plan) => plan.message === messages && plan.when === when)
    plans = plans.filter((plan) => plan !== due)
    return due?.event
  }
  const planned =
    (event: Event) =>
    (message: number, when: PullOut = 'before') => {
      plans = [...plans, { event, message: messages + message, when }]
    }

  const line = lineFaultPlan()
  return {
    ...line,
    ...pinPadPlan(),
    strayPacket: () => void left.stray++,
    duplicateAnswer: () => void left.duplicate++,
    delayAnswer: (milliseconds) => void (delay = milliseconds),
    timeExtensions: (count) => void (extensions = count),
    staleAnswer: () => void left.stale++,
    garbleAnswer: () => void left.garble++,
    dropAnswer: () => void left.drop++,
    busyAnswers: (count) => void (left.busy = count),
    busyThoughDone: (count) => void (left.busyThoughDone = count),
    unplugAt: planned('unplug'),
    removeCardAt: planned('remove-card'),
    mend() {
      Object.assign(left, NONE)
      delay = extensions = 0
      plans = []
      line.contacts([])
      line.answerSlowly([])
    },
    get messages() {
      return messages
    },
    arrived() {
      messages++
      return take('before')
    },
    answering: () => take('answer-lost'),
    takeTimeExtensions() {
      const count = extensions
      extensions = 0
      return count
    },
    takeDelay(size) {
      const before = delay + timing.perMessage + size * timing.perByte
      delay = 0
      return { before, after: (answered) => answered * timing.perByte }
    },
    take(fault) {
      if (left[fault] === 0) return false
      left[fault]--
      return true
    },
  }
}
