import type { Item } from '../ceremony/receipt'
import type { Pattern } from './patterns'

/** What each pattern reads, and what it hands to the site. */
export const receipts: Readonly<Record<Pattern, { read: readonly Item[]; sent: readonly Item[] }>> =
  {
    'jpki-sign': {
      read: ['signing-certificate', 'tries-left', 'signature'],
      sent: ['signing-certificate', 'signature'],
    },
    'card-text': {
      read: ['name', 'address', 'birth-date', 'sex', 'card-signature', 'tries-left'],
      sent: ['age-answer'],
    },
    'card-age-record': {
      read: ['age-record', 'tries-left', 'signature'],
      sent: ['age-record', 'signature'],
    },
    ocr: { read: ['printed-card'], sent: ['age-answer'] },
  }
