/**
 * Bytes or text that do not have the shape their specification gives them.
 *
 * The message says where (`RDR_to_PC_DataBlock.length promises 3 bytes, 2 came`) and never repeats
 * the bytes themselves, because they may be a secret.
 */
export class MalformedBytes extends Error {
  override readonly name = 'MalformedBytes'
}
