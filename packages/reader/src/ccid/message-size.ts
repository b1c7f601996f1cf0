export const HEADER_SIZE = 10

/** Bytes of the whole message that begins here, or `undefined` while its length is not known yet. */
export function messageSize(head: Uint8Array): number | undefined {
  if (head.length < 5) return undefined
  return HEADER_SIZE + new DataView(head.buffer, head.byteOffset).getUint32(1, true) // dwLength
}

/** Bytes of the longest message a short APDU needs: 261 of command, or 258 of answer. */
export const LONGEST_SHORT_MESSAGE = HEADER_SIZE + 261
