export { cancellable, pause, stopIfCancelled, underFirstOf } from './cancel'
export type { Card, PinEntry, Reader, Waiting } from './card'
export { cardOver, type CardLink } from './card-over'
export { decodeCommand, encodeCommand, printCommand, type CommandApdu } from './command'
export {
  CardError,
  isCardError,
  type AnyCardError,
  type Attempt,
  type CardErrorCode,
  type CardErrorFacts,
  type LoginRefusal,
  type RecordName,
  type SecretName,
} from './error'
export { loadPart } from './load-part'
export { decodeResponse, encodeResponse, type ResponseApdu } from './response'
export { dataOf, OK, printStatus, statusError, type Doing } from './status'
