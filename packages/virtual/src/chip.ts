/** A card as a reader meets it: power, and whole APDUs as bytes. */
export interface Chip {
  /** How it answers in the field of a contactless reader; absent: as most My Number cards do. */
  readonly contactless?: { readonly application: Uint8Array; readonly protocolInfo: Uint8Array }
  /** Gives power and resets. The ATR, or `undefined` from a chip that stays mute. */
  powerOn(): Promise<Uint8Array | undefined>
  /** Takes power: whatever was verified or selected is forgotten. */
  powerOff(): void
  /** One command APDU in, one response APDU out. Only while it has power. */
  exchange(command: Uint8Array): Promise<Uint8Array>
}
