// A real Chromium whose USB devices are our virtual ones.
import type { VirtualHidDevice, VirtualUsbDevice } from '@myna/virtual'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright'
import { browserProgram } from '../demo/browser'
import { startCarrier } from './carrier'
import { hidraw, mockHidDevice } from './hidraw'
import { mockDevice, usbfs } from './usbfs'

export interface RigOptions {
  /** Plugged in from the start; each needs a serial number, or no permission lasts. */
  readonly devices: readonly VirtualUsbDevice[]
  /** A device on /dev/hidraw, which the page may use. */
  readonly hidDevice?: VirtualHidDevice
  /** The page's origin. */
  readonly origin: string
  /** The devices it may use without asking: all of them unless told otherwise. */
  readonly permitted?: readonly VirtualUsbDevice[]
  readonly locale?: string
  /** For the browser's command line. */
  readonly flags?: readonly string[]
}

export interface Rig {
  readonly context: BrowserContext
  /** Ends the browser and the emulated kernel, and takes their files away. */
  stop(): Promise<void>
}

const HID_SERIAL = 'VIRTUAL-HID-1'
const PATIENCE = 15_000 // milliseconds for a start

export async function startRig({
  devices,
  hidDevice,
  origin,
  permitted = devices,
  locale = 'ja-JP',
  flags = [],
}: RigOptions): Promise<Rig> {
  const carrier = await startCarrier(
    [
      ...devices.map((device, number) => mockDevice(device, number)),
      ...(hidDevice ? [mockHidDevice(hidDevice, HID_SERIAL)] : []),
    ],
    (call) => {
      if (call.name === 'report') hid?.call(call)
      else hosts[call.device]!.call(call)
    },
  )
  const hosts = devices.map((device, number) => usbfs(device, number, carrier.order))
  const hid = hidDevice && hidraw(hidDevice, devices.length, carrier.order)
  const profile = await mkdtemp(join(tmpdir(), 'myna-profile-'))
  const clean = async (): Promise<void> => {
    for (const host of hosts) host.stop()
    hid?.stop()
    await carrier.stop()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await mkdir(join(profile, 'Default'))
    await writeFile(join(profile, 'Default/Preferences'), preferences(origin, permitted, hidDevice))
    const context = await chromium.launchPersistentContext(profile, {
      ...(browserProgram === undefined ? {} : { executablePath: browserProgram }),
      chromiumSandbox: false,
      env: { ...definedOnly(process.env), ...carrier.environment },
      locale,
      args: [...flags],
      timeout: PATIENCE,
    })
    context.setDefaultTimeout(PATIENCE)
    return { context, stop: () => context.close().finally(clean) }
  } catch (error) {
    await clean()
    throw error
  }
}

/** Permission as the profile keeps it after a person chose the device: headless has no window to ask in. */
const preferences = (
  origin: string,
  permitted: readonly VirtualUsbDevice[],
  hidDevice: VirtualHidDevice | undefined,
): string => {
  const chosen = (...objects: readonly object[]) => ({
    [`${origin},*`]: {
      last_modified: '13400000000000000',
      setting: { 'chosen-objects': objects },
    },
  })
  const usb = permitted.map(({ description }) => ({
    name: description.product,
    'vendor-id': description.vendorId,
    'product-id': description.productId,
    'serial-number': description.serial,
  }))
  const hid = hidDevice && {
    name: hidDevice.product,
    'vendor-id': hidDevice.vendorId,
    'product-id': hidDevice.productId,
    'serial-number': HID_SERIAL,
  }
  const exceptions = {
    usb_chooser_data: chosen(...usb),
    ...(hid ? { hid_chooser_data: chosen(hid) } : {}),
  }
  return JSON.stringify({ profile: { content_settings: { exceptions } } })
}

const definedOnly = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
