// `usb` says everything that went wrong in words: these are read here and nowhere else.

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
const isGone = (cause: unknown): boolean =>
  /disconnected|no such device|errno (2|19)\b/i.test(textOf(cause))

/** A transfer whose time was over. */
export const isCancelled = (cause: unknown): boolean => /cancell?ed/i.test(textOf(cause))

const exception = (message: string, name: string, cause: unknown): DOMException =>
  Object.assign(new DOMException(message, name), { cause })
const gone = (cause: unknown) => exception('The device was disconnected.', 'NotFoundError', cause)

export const aborted = () => new DOMException('The transfer was cancelled.', 'AbortError')

/** Opens or claims. Whatever fails is: not there any more, or held by another, or forbidden to us. */
export async function grasp<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw isGone(cause) ? gone(cause) : exception('No access.', 'NetworkError', cause)
  }
}

/** A stall is a result in WebUSB, and everything else an exception. */
export function failed(cause: unknown): { status: 'stall' } {
  if (/stall/i.test(textOf(cause))) return { status: 'stall' }
  throw isGone(cause) ? gone(cause) : exception('A transfer failed.', 'NetworkError', cause)
}
