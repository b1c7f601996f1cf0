import type {
  SmartCardContext,
  SmartCardReaderStateOut,
  SmartCardResourceManager,
} from '@myna/reader'
import type { VirtualSlot } from './slot'
import {
  invalidState,
  nextChange,
  smartCardConnection,
  type Operation,
} from './smart-card-connection'
import { smartCardError, SystemReader } from './smart-card-reader'

/** What another program does with the same reader. */
export interface OtherProgram {
  beginTransaction(): void
  endTransaction(): void
  takeExclusively(): void
  letGo(): void
  reset(): Promise<void>
}

export interface VirtualSmartCard {
  /** In the place of `navigator.smartCard`. */
  readonly smartCard: SmartCardResourceManager
  /** By the reader's name. */
  otherProgram(name: string): OtherProgram
  unplug(name: string): void
  /** The person does not let the page connect. */
  deny(): void
}

/**
 * The Web Smart Card API over virtual slots, written from the draft (WICG web-smart-card) and as strict
 * as Chromium's implementation of it: one operation at a time for a context and its connections,
 * transactions, dispositions, and PC/SC's answers when a card was removed or reset meanwhile.
 */
export function virtualSmartCard(slots: Readonly<Record<string, VirtualSlot>>): VirtualSmartCard {
  const readers = Object.entries(slots).map(([name, slot]) => new SystemReader(name, slot))
  const readerNamed = (name: string): SystemReader => {
    const found = readers.find((reader) => reader.name === name && reader.isPlugged)
    if (found === undefined) throw smartCardError('unknown-reader')
    return found
  }
  let isDenied = false

  const establishContext = async (): Promise<SmartCardContext> => {
    let isBusy = false
    const operation: Operation = async (work) => {
      if (isBusy) throw invalidState('An operation is in progress.')
      isBusy = true
      try {
        await Promise.resolve() // never at once, as across processes
        return await work()
      } finally {
        isBusy = false
      }
    }
    return {
      listReaders: () =>
        operation(async () => readers.filter(({ isPlugged }) => isPlugged).map(({ name }) => name)),
      getStatusChange: (states, { signal } = {}) =>
        operation(async () => {
          if (signal?.aborted) throw signal.reason
          const asked = states.map((state) => ({
            state,
            reader: readers.find(({ name }) => name === state.readerName),
          }))
          for (;;) {
            const news = asked.map(({ state, reader }) =>
              reader === undefined
                ? { ...unknownReader, readerName: state.readerName }
                : reader.news(state),
            )
            const came = news.filter((one): one is SmartCardReaderStateOut => one !== undefined)
            if (came.length > 0) return came
            await nextChange(
              asked.map(({ reader }) => reader!),
              signal,
            )
          }
        }),
      connect: (name, accessMode, { preferredProtocols = [] } = {}) =>
        operation(async () => {
          if (isDenied) throw new DOMException('The user did not consent.', 'SecurityError')
          const reader = readerNamed(name)
          if (accessMode !== 'shared') throw smartCardError('unsupported-feature')
          if (!reader.slot.present) throw smartCardError('no-smartcard')
          if (reader.isExclusive) throw smartCardError('sharing-violation')
          if (!preferredProtocols.includes('t1')) throw smartCardError('proto-mismatch')
          if (!reader.slot.powered && (await reader.slot.powerOn()) === undefined)
            throw smartCardError('unresponsive-card')
          const connection = smartCardConnection(reader, operation, () => isBusy)
          return { connection, activeProtocol: 't1' as const }
        }),
    }
  }

  return {
    smartCard: { establishContext },
    otherProgram: (name) => otherProgramAt(readerNamed(name)),
    unplug(name) {
      const reader = readerNamed(name)
      reader.isPlugged = false
      reader.slot.powerOff()
      reader.changed()
    },
    deny: () => void (isDenied = true),
  }
}

const unknownReader = { eventState: { changed: true, unknown: true }, eventCount: 0 }

const otherProgramAt = (reader: SystemReader): OtherProgram => ({
  beginTransaction() {
    reader.transaction = 'other'
  },
  endTransaction() {
    reader.transaction = undefined
    reader.changed()
  },
  takeExclusively() {
    reader.isExclusive = true
    reader.changed()
  },
  letGo() {
    reader.isExclusive = false
    reader.changed()
  },
  async reset() {
    await reader.dispose('reset')
    reader.changed()
  },
})
