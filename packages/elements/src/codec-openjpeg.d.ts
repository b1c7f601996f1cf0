/** The part of the decoder that is used here; the package has no declarations. */
declare module '@cornerstonejs/codec-openjpeg/decode' {
  interface J2KDecoder {
    getEncodedBuffer(size: number): Uint8Array
    decode(): void
    getFrameInfo(): {
      readonly width: number
      readonly height: number
      readonly bitsPerSample: number
      readonly componentCount: number
    }
    getDecodedBuffer(): Uint8Array
    delete(): void
  }
  const openjpeg: (options: {
    print(line: string): void
    printErr(line: string): void
  }) => Promise<{ readonly J2KDecoder: new () => J2KDecoder }>
  export default openjpeg
}
