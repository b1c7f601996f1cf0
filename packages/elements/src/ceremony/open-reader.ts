import type { Reader, Waiting } from '@myna/apdu'

/** Opens a reader; `choose` asks the person even if one may be used already. */
export type OpenReader = (waiting: Waiting & { readonly choose?: boolean }) => Promise<Reader>
