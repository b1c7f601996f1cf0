// The parts of the Web Smart Card API this driver uses (WICG web-smart-card, unofficial draft), by the
// draft's own names. No published types have them yet. It is PC/SC, so what a name means stands
// there (PC/SC part 5; winscard).

export type SmartCardProtocol = 'raw' | 't0' | 't1'
export type SmartCardAccessMode = 'shared' | 'exclusive' | 'direct'
export type SmartCardDisposition = 'leave' | 'reset' | 'unpower' | 'eject'

/** `navigator.smartCard`. */
export interface SmartCardResourceManager {
  establishContext(): Promise<SmartCardContext>
}

/** One operation at a time, its connections' included: another one is an InvalidStateError. */
export interface SmartCardContext {
  listReaders(): Promise<string[]>
  getStatusChange(
    readerStates: SmartCardReaderStateIn[],
    options?: { timeout?: DOMHighResTimeStamp; signal?: AbortSignal },
  ): Promise<SmartCardReaderStateOut[]>
  connect(
    readerName: string,
    accessMode: SmartCardAccessMode,
    options?: { preferredProtocols?: SmartCardProtocol[] },
  ): Promise<{ connection: SmartCardConnection; activeProtocol?: SmartCardProtocol }>
}

interface SmartCardReaderStateFlags {
  readonly ignore?: boolean
  readonly unavailable?: boolean
  readonly empty?: boolean
  readonly present?: boolean
  readonly exclusive?: boolean
  readonly inuse?: boolean
  readonly mute?: boolean
  readonly unpowered?: boolean
}

export interface SmartCardReaderStateIn {
  readonly readerName: string
  readonly currentState: SmartCardReaderStateFlags & { readonly unaware?: boolean }
  readonly currentCount?: number
}

export interface SmartCardReaderStateOut {
  readonly readerName: string
  readonly eventState: SmartCardReaderStateFlags & {
    readonly changed?: boolean
    readonly unknown?: boolean
  }
  readonly eventCount: number
  readonly answerToReset?: ArrayBuffer
}

/** What the transaction ends with; `undefined` counts as `leave`. */
export type SmartCardTransactionCallback = () => Promise<SmartCardDisposition | undefined>

export interface SmartCardConnection {
  disconnect(disposition?: SmartCardDisposition): Promise<void>
  transmit(
    sendBuffer: BufferSource,
    options?: { protocol?: SmartCardProtocol },
  ): Promise<ArrayBuffer>
  /** Resolves when the transaction has ended. */
  startTransaction(
    transaction: SmartCardTransactionCallback,
    options?: { signal?: AbortSignal },
  ): Promise<void>
  status(): Promise<{
    readonly readerName: string
    readonly state: string
    readonly answerToReset?: ArrayBuffer
  }>
}

/** `responseCode` of a SmartCardError, which is a DOMException. */
export type SmartCardResponseCode =
  | 'no-service'
  | 'no-smartcard'
  | 'not-ready'
  | 'not-transacted'
  | 'proto-mismatch'
  | 'reader-unavailable'
  | 'removed-card'
  | 'reset-card'
  | 'server-too-busy'
  | 'sharing-violation'
  | 'system-cancelled'
  | 'unknown-reader'
  | 'unpowered-card'
  | 'unresponsive-card'
  | 'unsupported-card'
  | 'unsupported-feature'
