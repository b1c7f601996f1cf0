import { ConfigurationError } from '../configuration-error'
import { priceOf, prices, type FeeKind, type Price } from './prices'

/** What a site expects of one month. */
export interface FeePlan {
  /** `2026-11`. */
  readonly firstMonth: string
  readonly months: number
  readonly loginsPerMonth: number
  /** The certificate people log in with: `authentication`, unless there is a very good reason. */
  readonly loginCertificate?: FeeKind
  /** Signatures and ages proved by the signing certificate. */
  readonly signaturesPerMonth?: number
  /** Answers each time, or lists: then it is their number that counts, whatever the people do. */
  readonly method?: { readonly ocsp: true } | { readonly crlsPerDay: number }
  readonly prices?: readonly Price[]
}

export interface FeeEstimate {
  readonly months: readonly { readonly month: string; readonly yen: number }[]
  readonly totalYen: number
  readonly warnings: readonly 'signing-certificate-for-login'[]
}

/** What the look-ups of a plan will cost, before anybody has come. @throws ConfigurationError */
export function estimateFees({
  firstMonth,
  months,
  loginsPerMonth,
  loginCertificate = 'authentication',
  signaturesPerMonth = 0,
  method = { ocsp: true },
  prices: table = prices,
}: FeePlan): FeeEstimate {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(firstMonth))
    throw new ConfigurationError('firstMonth: must be a month like 2026-11')
  if (!Number.isInteger(months) || months < 1)
    throw new ConfigurationError('months: must be a whole number from 1')
  const counts = { loginsPerMonth, signaturesPerMonth, crlsPerDay: 0, ...method }
  for (const name of ['loginsPerMonth', 'signaturesPerMonth', 'crlsPerDay'] as const)
    if (!(counts[name] >= 0)) throw new ConfigurationError(`${name}: must be 0 or more`)

  const answers: Record<FeeKind, number> = { authentication: 0, signing: signaturesPerMonth }
  answers[loginCertificate] += loginsPerMonth

  const bill = Array.from({ length: months }, (_, index) => {
    const days = daysIn(firstMonth, index)
    const yen = (['authentication', 'signing'] as const)
      .filter((kind) => answers[kind] > 0)
      .map((kind) => {
        const daily = days.map((day) => priceOf(kind, day, table).yen)
        if ('crlsPerDay' in method) return sum(daily) * method.crlsPerDay
        // people come on any day, so a month with two prices counts with the higher one
        return Math.max(...daily) * answers[kind]
      })
    return { month: days[0]!.slice(0, 7), yen: Math.ceil(sum(yen)) }
  })
  const isCostly = loginCertificate === 'signing' && loginsPerMonth > 0
  return {
    months: bill,
    totalYen: sum(bill.map(({ yen }) => yen)),
    warnings: isCostly ? ['signing-certificate-for-login'] : [],
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/** The days of the month `later` months after another one. */
function daysIn(month: string, later: number): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const first = new Date(Date.UTC(year, number - 1 + later, 1))
  const next = new Date(Date.UTC(year, number + later, 1))
  const length = Math.round((next.getTime() - first.getTime()) / 86_400_000)
  return Array.from({ length }, (_, day) =>
    new Date(first.getTime() + day * 86_400_000).toISOString().slice(0, 10),
  )
}
