import { constant, layout, MalformedBytes, rest, u8 } from '@myna/bytes'

// What a reader says on its interrupt endpoint, without being asked (CCID 1.1 §6.3).

/** Cards came or went (§6.3.1). */
export const notifySlotChange = layout('RDR_to_PC_NotifySlotChange', {
  type: constant(u8, 0x50),
  slots: rest, // bmSlotICCState: two bits a slot, present and changed
})

/** The hardware of a slot is in trouble (§6.3.2). */
export const hardwareError = layout('RDR_to_PC_HardwareError', {
  type: constant(u8, 0x51),
  slot: u8, // bSlot
  sequence: u8, // bSeq
  code: u8, // bHardwareErrorCode: 1 is overcurrent
})

export interface SlotChange {
  readonly present: boolean
  readonly changed: boolean
}

/** The state of each slot in a NotifySlotChange, slot 0 first; four slots a byte. */
export const slotChanges = (slots: Uint8Array): SlotChange[] =>
  [...slots].flatMap((byte) =>
    [0, 2, 4, 6].map((shift) => ({
      present: (byte & (1 << shift)) !== 0,
      changed: (byte & (2 << shift)) !== 0,
    })),
  )

/** Whether these bytes are news of cards. @throws MalformedBytes for what is no notification */
export function isSlotChange(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x51) {
    hardwareError.decode(bytes)
    return false
  }
  if (notifySlotChange.decode(bytes).slots.length > 0) return true
  throw new MalformedBytes('RDR_to_PC_NotifySlotChange without slots')
}
