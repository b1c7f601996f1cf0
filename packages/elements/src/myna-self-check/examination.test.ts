import type { CardErrorCode } from '@myna/apdu'
import { diagnose } from '@myna/reader'
import {
  cardOf,
  issuePerson,
  virtualCcidDevice,
  VirtualSlot,
  virtualWebUsb,
  type CcidDeviceOptions,
} from '@myna/virtual'
import { describe, expect, test, vi } from 'vitest'
import { Examination, type Examine } from './examination'

function setUp() {
  const requestUpdate = vi.fn()
  const page = { language: 'ja' }
  const host = { addController() {}, removeController() {}, requestUpdate }
  return {
    examination: new Examination(
      { ...host, updateComplete: Promise.resolve(true) },
      () => page.language,
    ),
    requestUpdate,
    page,
  }
}

async function readers(options: CcidDeviceOptions = {}) {
  const slot = new VirtualSlot()
  slot.insert(cardOf(await issuePerson('hanako', { now: new Date('2026-11-24T03:00:00Z') })))
  const device = virtualCcidDevice(slot, options)
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  const examine: Examine = (waiting) =>
    diagnose({ ...waiting, usb, isSecureContext: true, system: 'windows' })
  return { device, usb, examine }
}

describe('after a check that failed, the doctor', () => {
  test('says how a reader that is held is set free on this system', async () => {
    const { device, examine } = await readers()
    device.heldElsewhere = true
    const { examination, requestUpdate } = setUp()
    examination.begin('reader-busy', examine)
    await vi.waitFor(() => expect(requestUpdate).toHaveBeenCalledOnce())
    expect(examination.advice).toHaveLength(1)
    expect(examination.advice[0]!.text).toMatch(/Virtual CCID reader.*WinUSB/)
  })

  test('says it again in another language when the page changes its own', async () => {
    const { device, examine } = await readers()
    device.heldElsewhere = true
    const { examination, requestUpdate, page } = setUp()
    examination.begin('reader-busy', examine)
    await vi.waitFor(() => expect(requestUpdate).toHaveBeenCalledOnce())
    const [before] = examination.advice
    examination.hostUpdate() // nothing changed
    page.language = 'en'
    examination.hostUpdate()
    await vi.waitFor(() => expect(requestUpdate).toHaveBeenCalledTimes(2))
    expect(examination.advice).toHaveLength(1)
    expect(examination.advice[0]!.text).not.toBe(before!.text)
    expect(examination.advice[0]!.text).toMatch(/^[\x20-\x7e‘’“”–—]+$/)
  })

  test('says nothing of a reader that works', async () => {
    const { examine } = await readers()
    const { examination, requestUpdate } = setUp()
    examination.begin('reader-fault', examine)
    await vi.waitFor(() => expect(requestUpdate).toHaveBeenCalledOnce())
    expect(examination.advice).toEqual([])
  })

  test.each<CardErrorCode>(['cancelled', 'card-removed', 'card-wrong', 'server-unreachable'])(
    'is not asked about %s',
    async (code) => {
      const examine = vi.fn<Examine>()
      setUp().examination.begin(code, examine)
      expect(examine).not.toHaveBeenCalled()
    },
  )

  test('lets go of the readers before stop() is over, and its words are gone', async () => {
    const { device, usb, examine } = await readers()
    device.dropAnswer() // it would be waited for
    const { examination, requestUpdate } = setUp()
    examination.begin('reader-busy', examine)
    const [handle] = await usb.getDevices()
    await vi.waitFor(() => expect(handle!.opened).toBe(true))
    await examination.stop()
    expect(handle!.opened).toBe(false)
    expect(examination.advice).toEqual([])
    expect(requestUpdate).not.toHaveBeenCalled()
  })

  test('that fails itself changes nothing', async () => {
    const { examination, requestUpdate } = setUp()
    examination.begin('reader-busy', () => Promise.reject(new Error('no')))
    await examination.stop()
    expect(requestUpdate).not.toHaveBeenCalled()
  })
})
