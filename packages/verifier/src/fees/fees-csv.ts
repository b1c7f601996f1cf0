import type { MonthlyFee } from './ledger-store'

/** A bill as CSV (RFC 4180): a line for each month, kind and method, and nothing about persons. */
export function feesCsv(fees: readonly MonthlyFee[]): string {
  const lines = fees.map(({ month, kind, method, count, yen }) =>
    [month, kind, method, `${count}`, `${yen}`].map(cell).join(','),
  )
  return ['month,kind,method,count,yen', ...lines, ''].join('\r\n')
}

const cell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
