import type {
  SmartCardConnection,
  SmartCardDisposition,
  SmartCardTransactionCallback,
} from '@myna/reader'
import { smartCardError, type SystemReader } from './smart-card-reader'

/** Runs one operation of a context; a second one at the same time is refused. */
export type Operation = <T>(work: () => Promise<T>) => Promise<T>

export const invalidState = (message: string) => new DOMException(message, 'InvalidStateError')

/** Waits for the next change of a reader, or until the signal ends the wait. */
export function nextChange(
  readers: readonly SystemReader[],
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const stops = readers.map((reader) => reader.onChange(() => settle(resolve)))
    const settle = (how: () => void): void => {
      for (const stop of stops) stop()
      signal?.removeEventListener('abort', abort)
      how()
    }
    const abort = () => settle(() => reject(signal?.reason as Error))
    signal?.addEventListener('abort', abort)
  })
}

/** One SmartCardConnection in shared mode. */
export function smartCardConnection(
  reader: SystemReader,
  operation: Operation,
  isBusy: () => boolean,
): SmartCardConnection {
  let { resets } = reader
  const { events } = reader
  let isOpen = true
  let hasTransaction = false

  const mustBeOpen = (): void => {
    if (!isOpen) throw invalidState('Is disconnected.')
  }
  /** What PC/SC says before it lets anything through to the card. */
  const mustHaveCard = (): void => {
    if (!reader.isPlugged) throw smartCardError('reader-unavailable')
    if (reader.events !== events || !reader.slot.present) throw smartCardError('removed-card')
    if (reader.resets !== resets) throw smartCardError('reset-card')
    const isOthers = reader.transaction !== undefined && reader.transaction !== connection
    if (isOthers || reader.isExclusive) throw smartCardError('sharing-violation')
  }

  const endTransaction = async (disposition: SmartCardDisposition): Promise<void> => {
    if (!isOpen) throw invalidState('Cannot end transaction with an invalid connection.')
    if (reader.transaction !== connection) throw smartCardError('not-transacted')
    reader.transaction = undefined
    const isHere = reader.events === events && reader.slot.present && reader.isPlugged
    if (isHere) await reader.dispose(disposition)
    resets = reader.resets // our own reset is no news to us
    reader.changed()
    if (!isHere) throw smartCardError('removed-card')
  }

  const connection: SmartCardConnection = {
    disconnect: (disposition = 'leave') =>
      operation(async () => {
        mustBeOpen()
        isOpen = false
        if (reader.transaction === connection) reader.transaction = undefined
        await reader.dispose(disposition)
        reader.changed()
      }),
    transmit: (sendBuffer) =>
      operation(async () => {
        mustBeOpen()
        mustHaveCard()
        const bytes = new Uint8Array(sendBuffer as ArrayBuffer).slice()
        const answer = await reader.slot.exchange(bytes)
        if (answer === undefined) throw smartCardError('removed-card')
        return new Uint8Array(answer).buffer
      }),
    status: () =>
      operation(async () => {
        mustBeOpen()
        mustHaveCard()
        return { readerName: reader.name, state: 't1' }
      }),
    async startTransaction(callback: SmartCardTransactionCallback, { signal } = {}) {
      await operation(async () => {
        mustBeOpen()
        if (hasTransaction) throw invalidState('An active transaction already exists.')
        if (signal?.aborted) throw signal.reason
        while (reader.transaction !== undefined) await nextChange([reader], signal)
        mustHaveCard()
        reader.transaction = connection
        hasTransaction = true
      })
      const outcome = await callback().then(
        (disposition) => ({ disposition: disposition ?? ('leave' as const), failure: undefined }),
        (failure: unknown) => ({ disposition: 'leave' as const, failure }),
      )
      const hasPending = isBusy()
      while (isBusy()) await new Promise((resolve) => setTimeout(resolve, 1))
      await operation(() => endTransaction(outcome.disposition)).finally(() => {
        hasTransaction = false
      })
      if (outcome.failure !== undefined) throw outcome.failure
      if (hasPending) throw invalidState('Transaction callback returned with a pending operation.')
    },
  }
  return connection
}
