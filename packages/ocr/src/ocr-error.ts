/** What keeps a picture from being looked at. How a reading ends is a `Reading`, not an error. */
export interface OcrErrorCodes {
  /** The site does not host the OCR parts where it says, or its policy lacks `'wasm-unsafe-eval'`. */
  'parts-missing': unknown
  'not-a-picture': unknown
  /** More pixels or bytes than a photo of a card needs. */
  'picture-too-large': unknown
}

export type OcrErrorCode = keyof OcrErrorCodes

export class OcrError extends Error {
  override readonly name = 'OcrError'
  readonly code: OcrErrorCode

  constructor(code: OcrErrorCode, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

export const isOcrError = (error: unknown): error is OcrError => error instanceof OcrError
