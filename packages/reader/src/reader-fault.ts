import { CardError } from '@myna/apdu'

/** A reader that answers nonsense, or nothing. Whether a PIN was under way, whoever sent it knows. */
export const readerFault = (reader: string, detail: string, cause?: unknown) =>
  new CardError('reader-fault', { reader, detail, attempt: 'none' }, { cause })
