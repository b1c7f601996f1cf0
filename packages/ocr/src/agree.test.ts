import { describe, expect, test } from 'vitest'
import { agreementOf } from './agree'
import { read, unread, type CardFace } from './face'

const birth = { year: 1980, month: 2, day: 17, era: '昭和', eraYear: 55 } as const
const expiry = { year: 2035, month: 2, day: 17 }
const face = (change: Partial<CardFace> = {}): CardFace => ({
  birth: read(birth),
  expiry: read(expiry),
  code: read('2285'),
  ...change,
})

test('one frame is not enough', () => {
  const { face: agreed } = agreementOf([face()])
  expect(agreed).toEqual({
    birth: unread('unclear'),
    expiry: unread('unclear'),
    code: unread('unclear'),
  })
})

test('two frames that say the same are enough', () => {
  expect(agreementOf([face(), face()])).toEqual({
    face: face(),
    ends: 'on-birthday',
    disputed: false,
  })
})

test('what one frame did not see, two others may', () => {
  const blind = face({ code: unread('not-found') })
  expect(agreementOf([face(), blind, face()]).face.code).toEqual(read('2285'))
})

describe('frames that differ', () => {
  const other = face({ code: read('2286') })

  test('leave the field unread, and say that it is disputed', () => {
    const agreement = agreementOf([face(), other])
    expect(agreement.face.code).toEqual(unread('unclear'))
    expect(agreement.disputed).toBe(true)
  })

  test('two against one is still a doubt', () => {
    expect(agreementOf([face(), other, face()]).face.code).toEqual(unread('unclear'))
  })

  test('three against one is not', () => {
    expect(agreementOf([face(), other, face(), face()]).face.code).toEqual(read('2285'))
  })

  test('the order of the facts in a date makes no difference', () => {
    const turned = { day: 17, month: 2, year: 1980, eraYear: 55, era: '昭和' } as const
    expect(agreementOf([face(), face({ birth: read(turned) })]).face.birth).toMatchObject({
      is: 'read',
    })
  })
})

describe('the birthday as a check', () => {
  const misread = face({ expiry: read({ ...expiry, day: 11 }) })

  test('an era means a Japanese national, whose card ends on a birthday: neither date counts', () => {
    const { face: agreed, ends } = agreementOf([misread, misread, misread])
    expect(ends).toBe('on-another-day')
    expect(agreed.birth).toEqual(unread('birthday-differs'))
    expect(agreed.expiry).toEqual(unread('birthday-differs'))
    expect(agreed.code).toEqual(read('2285'))
  })

  test('a Western year means another kind of card: it is given out, and said', () => {
    const { era: _, eraYear: __, ...western } = birth
    const foreign = face({ birth: read(western), expiry: read({ ...expiry, day: 11 }) })
    const { face: agreed, ends } = agreementOf([foreign, foreign])
    expect(ends).toBe('on-another-day')
    expect(agreed).toEqual(foreign)
  })

  test('a date alone, without the other to compare, needs a third frame', () => {
    const alone = face({ birth: unread('unclear') })
    expect(agreementOf([alone, alone]).face.expiry).toEqual(unread('unclear'))
    const agreed = agreementOf([alone, alone, alone])
    expect(agreed.face.expiry).toEqual(read(expiry))
    expect(agreed.ends).toBe('unknown')
  })
})
