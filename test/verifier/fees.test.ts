import {
  countedChecker,
  estimateFees,
  feesCsv,
  memoryLedgerStore,
  openLedger,
  priceOf,
  staticChecker,
  type FeeWarning,
  type LedgerOptions,
  type RevocationAnswer,
  type RevocationQuestion,
} from '@myna/verifier'
import { describe, expect, test } from 'vitest'
import { testClock } from './world'

describe('the price of an answer', () => {
  test.each([
    ['authentication', '2022-12-31', 2],
    ['signing', '2022-12-31', 20],
    ['authentication', '2023-01-01', 0],
    ['signing', '2025-12-31', 0],
    // whether the waiver was prolonged is not known to us: charged, so that nobody is surprised
    ['authentication', '2026-01-01', 2],
    ['signing', '2026-11-24', 20],
  ] as const)('%s on %s: %i yen', (kind, day, yen) => {
    const price = priceOf(kind, day)
    expect(price.yen).toBe(yen)
    expect(price.source).toContain('デジタル庁')
  })

  test('is unknown for a day no row speaks of', () => {
    expect(() => priceOf('signing', '2015-12-31')).toThrow('prices')
  })
})

function world(change: Partial<LedgerOptions> = {}) {
  const clock = testClock()
  const warnings: FeeWarning[] = []
  const store = memoryLedgerStore()
  const warn = (warning: FeeWarning) => warnings.push(warning)
  const ledger = openLedger({ store, warn, now: clock.now, ...change })
  return { clock, warnings, ledger, store }
}

describe('the ledger', () => {
  test('counts each answer in its month in Tokyo, at the price of its day', async () => {
    const { clock, ledger } = world()
    clock.set(new Date('2025-12-31T14:59:59Z')) // the last second of the waiver
    await ledger.record({ kind: 'authentication', method: 'ocsp' })
    clock.advance(1000)
    await ledger.record({ kind: 'authentication', method: 'ocsp' })
    await ledger.record({ kind: 'authentication', method: 'ocsp' })
    await ledger.record({ kind: 'signing', method: 'ocsp' })

    const bill = await ledger.months('2025-12', '2026-01')

    expect(bill).toEqual([
      { month: '2025-12', kind: 'authentication', method: 'ocsp', count: 1, yen: 0 },
      { month: '2026-01', kind: 'authentication', method: 'ocsp', count: 2, yen: 4 },
      { month: '2026-01', kind: 'signing', method: 'ocsp', count: 1, yen: 20 },
    ])
    expect(feesCsv(bill)).toBe(
      'month,kind,method,count,yen\r\n' +
        '2025-12,authentication,ocsp,1,0\r\n' +
        '2026-01,authentication,ocsp,2,4\r\n' +
        '2026-01,signing,ocsp,1,20\r\n',
    )
  })

  test('many at the same moment are all counted', async () => {
    const { ledger } = world()
    await Promise.all(
      Array.from({ length: 500 }, () => ledger.record({ kind: 'signing', method: 'ocsp' })),
    )
    expect((await ledger.months('2026-11', '2026-11'))[0]).toMatchObject({ count: 500 })
  })

  test('warns once at 80 % of the month’s budget and once when it is spent', async () => {
    const { ledger, warnings, clock } = world({ budgetYen: 100 })
    const spend = () => ledger.record({ kind: 'signing', method: 'ocsp' })
    for (let count = 0; count < 3; count++) await spend()
    expect(warnings).toEqual([])

    await spend()
    expect(warnings).toEqual([
      { warning: 'budget', month: '2026-11', spentYen: 80, budgetYen: 100, share: 0.8 },
    ])
    await spend()
    await spend()
    expect(warnings.slice(1)).toEqual([
      { warning: 'budget', month: '2026-11', spentYen: 100, budgetYen: 100, share: 1 },
    ])
    clock.advance(31 * 86_400_000)
    for (let count = 0; count < 4; count++) await spend()
    expect(warnings.at(-1)).toMatchObject({ month: '2026-12', share: 0.8 })
  })

  test('counts what could not be written when it can be', async () => {
    const inner = memoryLedgerStore()
    let isAway = true
    const cause = new Error('database away')
    const { ledger, warnings } = world({
      store: { ...inner, add: (row) => (isAway ? Promise.reject(cause) : inner.add(row)) },
    })
    const list = { kind: 'signing', method: 'crl', period: 'list-1' } as const
    for (let count = 0; count < 3; count++) {
      await ledger.record({ kind: 'signing', method: 'ocsp' })
      await ledger.record(list)
    }
    expect(warnings[0]).toEqual({ warning: 'ledger-unavailable', cause })

    isAway = false
    await ledger.record({ kind: 'signing', method: 'ocsp' })

    const bill = await ledger.months('2026-11', '2026-11')
    expect(bill.map(({ method, count }) => [method, count])).toEqual([
      ['crl', 1],
      ['ocsp', 4],
    ])
  })

  test('a listener that throws changes nothing', async () => {
    const { ledger } = world({
      budgetYen: 1,
      warn: () => {
        throw new Error('pager away')
      },
    })
    await ledger.record({ kind: 'signing', method: 'ocsp' })
    expect(await ledger.months('2026-11', '2026-11')).toHaveLength(1)
  })

  test.each([
    ['no budget at all', { budgetYen: 0 }],
    [
      'a price that ends',
      { prices: [{ kind: 'signing', yen: 1, from: '2000-01-01', source: 's' }] },
    ],
  ] as const)('%s stops the start', (_, change) => {
    expect(() => world(change)).toThrow(/^(budgetYen|prices):/)
  })
})

describe('a checker whose questions are counted', () => {
  const question: RevocationQuestion = {
    kind: 'authentication',
    serial: Uint8Array.of(1),
    issuerKeyId: undefined,
    distributionPoints: [],
    certificateSha256: new Uint8Array(32),
    purpose: 'login',
    at: new Date('2026-11-24T03:00:00Z'),
  }
  const answer: RevocationAnswer = {
    status: 'good',
    method: 'ocsp',
    sourceTime: new Date('2026-11-24T02:59:00Z'),
  }
  const asked = async (
    answers: readonly (RevocationAnswer | Error)[],
    change: Partial<RevocationQuestion> | { kind: 'signing' } = {},
  ) => {
    const { ledger, warnings } = world()
    const rest = [...answers]
    const checker = countedChecker(
      {
        role: 'test',
        async check() {
          const next = rest.shift()!
          if (next instanceof Error) throw next
          return next
        },
      },
      ledger,
    )
    for (const _ of answers)
      await checker
        .check({ ...question, ...change } as RevocationQuestion, new AbortController().signal)
        .catch(() => {})
    await ledger.flush()
    return { bill: await ledger.months('2026-11', '2026-11'), warnings }
  }

  test('each answer by OCSP counts, also "revoked"; none that could not be had', async () => {
    const { bill } = await asked([
      answer,
      { ...answer, status: 'revoked' },
      { ...answer, status: 'unknown' },
      { ...answer, status: 'unavailable' },
      new Error('no network'),
    ])
    expect(bill).toEqual([
      { month: '2026-11', kind: 'authentication', method: 'ocsp', count: 3, yen: 6 },
    ])
  })

  test('a list counts once for each time its source made one', async () => {
    const list = { ...answer, method: 'crl' } as const
    const newer = { ...list, sourceTime: new Date('2026-11-25T02:59:00Z') }
    const { bill } = await asked([list, list, list, newer, newer])
    expect(bill).toMatchObject([{ method: 'crl', count: 2 }])
  })

  test('a login by the signing certificate costs 20 yen, and the operator hears of it once', async () => {
    const { bill, warnings } = await asked([answer, answer], { kind: 'signing' })
    expect(bill).toMatchObject([{ kind: 'signing', count: 2, yen: 40 }])
    expect(warnings).toEqual([{ warning: 'signing-certificate-for-login' }])
  })

  test('a checker for tests stays one, so that production still refuses it', () => {
    const { ledger } = world()
    expect(countedChecker(staticChecker([]), ledger).role).toBe('test')
    const platform = { role: 'viaPlatform', check: async () => answer } as const
    expect(countedChecker(platform, ledger).role).toBe('viaPlatform')
  })
})

describe('an estimate before anybody has come', () => {
  const plan = { firstMonth: '2026-11', months: 3, loginsPerMonth: 10_000 }

  test('each login costs an answer', () => {
    expect(estimateFees({ ...plan, signaturesPerMonth: 100 })).toEqual({
      months: [
        { month: '2026-11', yen: 22_000 },
        { month: '2026-12', yen: 22_000 },
        { month: '2027-01', yen: 22_000 },
      ],
      totalYen: 66_000,
      warnings: [],
    })
  })

  test('by list it is the lists that cost', () => {
    const { months } = estimateFees({ ...plan, method: { crlsPerDay: 1 } })
    expect(months.map(({ yen }) => yen)).toEqual([60, 62, 62])
  })

  test('at the end of the waiver the price begins', () => {
    const { months } = estimateFees({ ...plan, firstMonth: '2025-12', months: 2 })
    expect(months.map(({ yen }) => yen)).toEqual([0, 20_000])
  })

  test('warns of the signing certificate at a login', () => {
    const { totalYen, warnings } = estimateFees({ ...plan, loginCertificate: 'signing' })
    expect(totalYen).toBe(600_000)
    expect(warnings).toEqual(['signing-certificate-for-login'])
  })

  test.each([
    { firstMonth: '2026-13' },
    { months: 0 },
    { months: 1.5 },
    { loginsPerMonth: -1 },
    { loginsPerMonth: NaN },
    { signaturesPerMonth: -1 },
    { method: { crlsPerDay: -1 } },
  ])('%j is no plan', (change) => {
    expect(() => estimateFees({ ...plan, ...change })).toThrow(/^[a-zA-Z]+: must/)
  })
})
