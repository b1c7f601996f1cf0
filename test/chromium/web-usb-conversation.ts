// What a page can say to WebUSB, and what it hears. The function is sent into a page as its text, so
// it knows nothing but its arguments.

/** What happens outside of the page. */
export type Deed = 'unplug' | 'plug' | 'hold' | 'let go'

/** What was tried, and what came of it: a value, or the name and words of an exception. */
export type Outcome = readonly [attempt: string, result: string]

export async function webUsbConversation(
  usb: USB,
  act: (deed: Deed) => Promise<void>,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  const ECHO = 1
  const HALT_IN = 2
  const HALT_OUT = 3

  const hexOf = (view: DataView) =>
    [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('')
  const shown = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return String(value)
    if (!('status' in value)) return JSON.stringify(value)
    const { status, data, bytesWritten } = value as USBInTransferResult & USBOutTransferResult
    const bytes = data === undefined ? 'no data' : `${data.byteLength}:${hexOf(data)}`
    return `${status} ${bytesWritten ?? bytes}`
  }
  const result = async (work: () => unknown): Promise<string> => {
    const never = new Promise((resolve) => setTimeout(resolve, 2000, 'never ends'))
    try {
      return shown(await Promise.race([work(), never]))
    } catch (error) {
      const { name, message } = error as DOMException
      return `${name}: ${message.replace(/^Failed to execute '\w+' on 'USB\w*': /, '')}`
    }
  }
  const attempt = async (what: string, work: () => unknown) =>
    void outcomes.push([what, await result(work)])

  let [device] = (await usb.getDevices()) as [USBDevice]
  const control = (
    requestType: USBRequestType,
    recipient: USBRecipient,
    index: number,
    request = 1,
  ): USBControlTransferParameters => ({
    requestType,
    recipient,
    request,
    value: requestType === 'standard' ? 0x200 : 0,
    index,
  })
  const send = (...bytes: number[]) => device.transferOut(1, Uint8Array.from(bytes))
  const claims = () => device.configuration!.interfaces.map(({ claimed }) => claimed)
  const everyCall: readonly (readonly [string, () => unknown])[] = [
    ['selectConfiguration', () => device.selectConfiguration(1)],
    ['claimInterface', () => device.claimInterface(0)],
    ['releaseInterface', () => device.releaseInterface(0)],
    ['selectAlternateInterface', () => device.selectAlternateInterface(0, 0)],
    ['controlTransferIn', () => device.controlTransferIn(control('vendor', 'device', 0), 8)],
    ['controlTransferOut', () => device.controlTransferOut(control('vendor', 'device', 0, 2))],
    ['transferIn', () => device.transferIn(1, 64)],
    ['transferOut', () => device.transferOut(1, new Uint8Array(1))],
    ['clearHalt', () => device.clearHalt('in', 1)],
    ['reset', () => device.reset()],
  ]

  await attempt('who it is', () => {
    const { vendorId, productId, manufacturerName, productName, serialNumber } = device
    return { vendorId, productId, manufacturerName, productName, serialNumber }
  })
  await attempt('its versions and classes', () => {
    const { usbVersionMajor, usbVersionMinor, usbVersionSubminor } = device
    const { deviceVersionMajor, deviceVersionMinor, deviceVersionSubminor } = device
    const { deviceClass, deviceSubclass, deviceProtocol } = device
    return [
      [usbVersionMajor, usbVersionMinor, usbVersionSubminor],
      [deviceVersionMajor, deviceVersionMinor, deviceVersionSubminor],
      [deviceClass, deviceSubclass, deviceProtocol],
    ]
  })
  await attempt('its configurations', () =>
    device.configurations.map(({ configurationValue, configurationName, interfaces }) => [
      configurationValue,
      configurationName,
      interfaces.map(({ interfaceNumber, alternates, alternate, claimed }) => [
        interfaceNumber,
        alternate.alternateSetting,
        claimed,
        alternates.map((one) => [
          one.alternateSetting,
          one.interfaceClass,
          one.interfaceSubclass,
          one.interfaceProtocol,
          one.interfaceName,
          one.endpoints.map((end) => [end.endpointNumber, end.direction, end.type, end.packetSize]),
        ]),
      ]),
    ]),
  )
  await attempt('the same object each time', async () => (await usb.getDevices())[0] === device)

  for (const [name, call] of everyCall) await attempt(`${name} before open`, call)
  await attempt('close before open', () => device.close())

  await attempt('two opens at once', () =>
    Promise.all([device.open(), result(() => device.open())]).then(([, second]) => second),
  )
  await attempt('open when open', () => device.open())
  await attempt('opened', () => device.opened)
  for (const [name, call] of everyCall.slice(2)) await attempt(`${name} before claim`, call)

  await attempt('claim an interface that is not there', () => device.claimInterface(9))
  await attempt('claim a protected class', () => device.claimInterface(1))
  await attempt('claim', () => device.claimInterface(0))
  await attempt('claim what is claimed', () => device.claimInterface(0))
  await act('hold')
  await attempt('claim what another program holds', () => device.claimInterface(2))
  await act('let go')
  await attempt('a second claim while one is under way', () =>
    Promise.all([device.claimInterface(2), result(() => device.claimInterface(2))]).then(
      ([, second]) => second,
    ),
  )
  await attempt('claims', claims)
  await attempt('release', () => device.releaseInterface(2))
  await attempt('release again', () => device.releaseInterface(2))
  await attempt('release an interface that is not there', () => device.releaseInterface(9))
  await attempt('an alternate that is not there', () => device.selectAlternateInterface(0, 7))
  await attempt('an alternate of an interface that is not there', () =>
    device.selectAlternateInterface(9, 0),
  )

  const targets: Readonly<Record<USBRecipient, readonly number[]>> = {
    device: [0, 1, 2],
    interface: [0, 1, 2, 9, 0x100],
    endpoint: [0x81, 0x01, 0x83, 0x84, 0x0f, 0x00],
    other: [0, 1],
  }
  for (const type of ['standard', 'class', 'vendor'] as const)
    for (const recipient of ['device', 'interface', 'endpoint', 'other'] as const)
      for (const index of targets[recipient]) {
        const to = `${type} request to ${recipient} ${index}`
        const [ask, tell] = type === 'standard' ? [6, 9] : [1, 2]
        await attempt(`${to}, in`, () =>
          device.controlTransferIn(control(type, recipient, index, ask), 9),
        )
        await attempt(`${to}, out`, () =>
          device.controlTransferOut(control(type, recipient, index, tell), new Uint8Array(3)),
        )
      }
  for (const request of [0, 8, 10])
    await attempt(`standard request ${request} to device, in`, () =>
      device.controlTransferIn(
        { requestType: 'standard', recipient: 'device', request, value: 0, index: 0 },
        1,
      ),
    )
  await attempt('a control request that stalls, in', () =>
    device.controlTransferIn(control('vendor', 'device', 0, 99), 8),
  )
  await attempt('a control request that stalls, out', () =>
    device.controlTransferOut(control('vendor', 'device', 0, 99), new Uint8Array(2)),
  )
  await attempt('a control request without data', () =>
    device.controlTransferOut(control('vendor', 'device', 0, 2)),
  )
  await attempt('a control request for one byte of two', () =>
    device.controlTransferIn(control('vendor', 'device', 0), 1),
  )
  await attempt('a control request for no bytes', () =>
    device.controlTransferIn(control('vendor', 'device', 0), 0),
  )

  await attempt('out', () => send(ECHO, 7))
  await attempt('in', () => device.transferIn(1, 64))
  await attempt('a full packet out', () => device.transferOut(1, new Uint8Array(64).fill(ECHO)))
  await attempt('and in', () => device.transferIn(1, 64))
  await attempt('an empty packet out', () => device.transferOut(1, new Uint8Array(0)))
  await attempt('and in', () => device.transferIn(1, 64))
  await attempt('three packets out', () => device.transferOut(1, new Uint8Array(150).fill(ECHO)))
  await attempt('and in', () => device.transferIn(1, 512))
  await attempt('a longer packet than was asked for', async () => {
    await device.transferOut(1, new Uint8Array(20).fill(ECHO))
    return device.transferIn(1, 8)
  })
  await attempt('the next after that', async () => {
    await send(ECHO, 8)
    return device.transferIn(1, 64)
  })
  await attempt('two reads under way', async () => {
    const reads = [device.transferIn(1, 64), device.transferIn(1, 64)]
    await send(ECHO, 1)
    await send(ECHO, 2)
    return (await Promise.all(reads)).map(shown)
  })
  await attempt('an endpoint of no claimed interface', () => device.transferIn(4, 64))
  await attempt('an endpoint of a protected interface', () => device.transferIn(3, 64))
  await attempt('an endpoint that is not there, in', () => device.transferIn(7, 64))
  await attempt('an endpoint that is not there, out', () =>
    device.transferOut(7, new Uint8Array(1)),
  )
  await attempt('endpoint 0', () => device.transferIn(0, 64))
  await attempt('endpoint 16', () => device.transferIn(16, 64))
  await attempt('endpoint 0x81', () => device.transferIn(0x81, 64))
  await attempt('clearHalt of an endpoint that is not there', () => device.clearHalt('out', 7))

  await attempt('an endpoint that stalls, in', async () => {
    await send(HALT_IN)
    return device.transferIn(1, 64)
  })
  await attempt('still', () => device.transferIn(1, 64))
  await attempt('clearHalt', () => device.clearHalt('in', 1))
  await attempt('then out', () => send(ECHO, 9))
  await attempt('and in', () => device.transferIn(1, 64))
  await attempt('an endpoint that stalls, out', () => send(HALT_OUT))
  await attempt('still', () => send(ECHO))
  await attempt('clearHalt', () => device.clearHalt('out', 1))
  await attempt('then out', () => send(ECHO, 10))
  await attempt('and in', () => device.transferIn(1, 64))

  /** A read under way while something else is done, and what became of both. */
  const during = (what: string, work: () => unknown) =>
    attempt(`a read under way, then ${what}`, async () => {
      const read = result(() => device.transferIn(1, 64))
      await send(4) // it is under way for certain
      const done = await result(work)
      return [done, await read]
    })

  await during('release', () => device.releaseInterface(0))
  await attempt('out after release', () => send(ECHO))
  await attempt('claim again', () => device.claimInterface(0))
  await attempt('out', () => send(ECHO, 11))
  await attempt('in', () => device.transferIn(1, 64))
  await during('selectAlternateInterface', () => device.selectAlternateInterface(0, 0))
  await attempt('out', () => send(ECHO, 14))
  await attempt('in', () => device.transferIn(1, 64))
  await during('reset', () => device.reset())
  await attempt('claims after reset', claims)
  await attempt('out after reset', () => send(ECHO, 12))
  await attempt('in after reset', () => device.transferIn(1, 64))
  await attempt('a configuration that is not there', () => device.selectConfiguration(3))
  await attempt('claims', claims)
  await attempt('the configuration again', () => device.selectConfiguration(1))
  await attempt('claims after that', claims)
  await attempt('claim', () => device.claimInterface(0))
  await during('close', () => device.close())
  await attempt('opened', () => device.opened)
  await attempt('close again', () => device.close())
  for (const [name, call] of everyCall) await attempt(`${name} after close`, call)

  await attempt('open again', () => device.open())
  await attempt('claims', claims)
  await attempt('claim', () => device.claimInterface(0))
  await attempt('out', () => send(ECHO, 13))
  await attempt('close', () => device.close())
  await attempt('open', () => device.open())
  await attempt('claim', () => device.claimInterface(0))
  await attempt('what nobody read before the close', () => device.transferIn(1, 64))

  await during('unplug', () => act('unplug'))
  await attempt('devices', async () => (await usb.getDevices()).length)
  await attempt('opened when gone', () => device.opened)
  for (const [name, call] of everyCall) await attempt(`${name} when gone`, call)
  await attempt('open when gone', () => device.open())
  await attempt('close when gone', () => device.close())
  const before = device
  await act('plug')
  ;[device] = (await usb.getDevices()) as [USBDevice]
  await attempt('another object when plugged in again', () => device !== before)
  await attempt('the old one', () => before.open())
  await attempt('the new one', () => device.open())
  await attempt('claim', () => device.claimInterface(0))
  await attempt('out', () => send(ECHO, 15))
  await attempt('in', () => device.transferIn(1, 64))
  await attempt('close', () => device.close())
  return outcomes
}
