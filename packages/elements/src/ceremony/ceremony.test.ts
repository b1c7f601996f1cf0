import { CardError } from '@myna/apdu'
import { describe, expect, test } from 'vitest'
import { Ceremony, type CeremonyHost } from './ceremony'

/** A host without a page: it remembers what it was told. */
function hosted() {
  const events: Event[] = []
  const input = { value: 'typed' }
  const host = {
    addController: () => {},
    requestUpdate: () => {},
    dispatchEvent: (event: Event) => (events.push(event), true),
    renderRoot: { querySelectorAll: () => [input], querySelector: () => null },
  } as unknown as CeremonyHost
  const ceremony = new Ceremony(host, { first: { at: 'start' }, uncancellable: ['checking'] })
  return { ceremony, input, told: () => events.map(({ type }) => type) }
}

test('a fault of a program is told to the person as one, and thrown for whoever called', async () => {
  const { ceremony, told } = hosted()
  const fault = new TypeError('a mistake')

  await expect(ceremony.run(() => Promise.reject(fault))).rejects.toBe(fault)

  expect(ceremony.step).toMatchObject({ at: 'failed', error: { code: 'page-fault', cause: fault } })
  expect(told()).toEqual(['myna-step', 'myna-failed'])
})

test('one flow at a time; when it has ended, another may begin at once', async () => {
  const { ceremony } = hosted()
  let ran = 0
  let end = () => {}
  const first = ceremony.run(() => new Promise<void>((resolve) => (ran++, (end = resolve))))
  await ceremony.run(async () => void ran++)
  expect(ran).toBe(1)
  end()
  await first
  await ceremony.run(async () => void ran++)
  expect(ran).toBe(2)
})

test('stopping ends the question that is shown, and the flow', async () => {
  const { ceremony } = hosted()
  const running = ceremony.run(async () => void (await ceremony.ask({ at: 'question' })))
  await Promise.resolve()
  ceremony.stop()
  await running
  expect(ceremony.step).toMatchObject({ at: 'failed', error: { code: 'cancelled' } })
})

test('what is on its way cannot be called back', async () => {
  const { ceremony } = hosted()
  let wasAborted: boolean | undefined
  await ceremony.run(async (signal) => {
    ceremony.show({ at: 'checking' })
    ceremony.stop()
    wasAborted = signal.aborted
  })
  expect(wasAborted).toBe(false)
})

test('what was typed is taken once, and gone at each step', async () => {
  const { ceremony, input } = hosted()
  expect(ceremony.takeTyped()).toBe('typed')
  expect(input.value).toBe('')
  input.value = 'again'
  await ceremony.run(() => Promise.reject(new CardError('card-mute', {})))
  expect(input.value).toBe('')
})

describe('a reset, for the next person', () => {
  test('without a flow: the first step, and nothing is kept', () => {
    const { ceremony, told } = hosted()
    let forgotten = 0
    ceremony.show({ at: 'answered' })
    ceremony.reset(() => forgotten++)
    expect([ceremony.step, forgotten]).toEqual([{ at: 'start' }, 1])
    expect(told()).not.toContain('myna-failed')
  })

  test('in a question: the flow ends, and nobody is told that it was cancelled', async () => {
    const { ceremony, told } = hosted()
    let kept: string | undefined = 'before'
    const running = ceremony.run(async () => {
      await ceremony.ask({ at: 'question' }).finally(() => (kept = 'found meanwhile'))
    })
    await Promise.resolve()
    ceremony.reset(() => (kept = undefined))
    await running
    expect([ceremony.step, kept]).toEqual([{ at: 'start' }, undefined])
    expect(told()).not.toContain('myna-failed')
  })

  test('while an answer is on its way: it is waited for, and reaches nobody', async () => {
    const { ceremony } = hosted()
    let arrive = () => {}
    let kept: string | undefined
    const running = ceremony.run(async () => {
      ceremony.show({ at: 'checking' })
      await new Promise<void>((resolve) => (arrive = resolve))
      ceremony.stopIfReset()
      kept = 'the answer'
    })
    ceremony.reset(() => (kept = undefined))
    expect(ceremony.isRunning).toBe(true)
    arrive()
    await running
    expect([ceremony.step, kept]).toEqual([{ at: 'start' }, undefined])

    await ceremony.run(async () => {
      ceremony.stopIfReset() // the next person's flow is their own
      kept = 'theirs'
    })
    expect(kept).toBe('theirs')
  })

  test('a fault of a program is still thrown for whoever called', async () => {
    const { ceremony } = hosted()
    const fault = new TypeError('a mistake')
    const running = ceremony.run(async () => {
      await Promise.resolve()
      throw fault
    })
    ceremony.reset(() => {})
    await expect(running).rejects.toBe(fault)
    expect(ceremony.step).toEqual({ at: 'start' })
  })
})
