import { requireYears } from './age-over'

interface AgePolicyRow {
  readonly years: number
  readonly ja: string
  readonly en: string
  /** Who says so. */
  readonly law: string
}

/** Ages that laws of Japan name. Any other number may be asked for as a number. */
export const agePolicies = {
  adult: { years: 18, ja: '成人（18歳以上）', en: 'Adult (18 or over)', law: '民法 4条' },
  alcohol: {
    years: 20,
    ja: 'お酒（20歳以上）',
    en: 'Alcohol (20 or over)',
    law: '二十歳未満ノ者ノ飲酒ノ禁止ニ関スル法律 1条',
  },
  tobacco: {
    years: 20,
    ja: 'たばこ（20歳以上）',
    en: 'Tobacco (20 or over)',
    law: '二十歳未満ノ者ノ喫煙ノ禁止ニ関スル法律 1条',
  },
  'public-gambling': {
    years: 20,
    ja: '公営競技の投票券（20歳以上）',
    en: 'Betting on public races (20 or over)',
    law: '競馬法 28条、自転車競技法 9条、モーターボート競走法 12条、小型自動車競走法 13条',
  },
} as const satisfies Readonly<Record<string, AgePolicyRow>>

export type AgePolicy = keyof typeof agePolicies

/** The years a policy asks for; a number is what it is. @throws RangeError */
export function yearsOf(policy: AgePolicy | number): number {
  if (typeof policy === 'number') requireYears(policy)
  else if (!Object.hasOwn(agePolicies, policy)) throw new RangeError('age: no such policy')
  return typeof policy === 'number' ? policy : agePolicies[policy].years
}
