import type { WebUSB } from 'usb'

type UsbDevice = Awaited<ReturnType<WebUSB['getDevices']>>[number]

/** What we need of a device of the npm package `usb`; tests make their own. */
export type NativeDevice = Pick<
  UsbDevice,
  | 'handle'
  | 'vendorId'
  | 'productId'
  | 'productName'
  | 'configuration'
  | 'configurations'
  | 'open'
  | 'close'
  | 'selectConfiguration'
  | 'claimInterface'
  | 'releaseInterface'
  | 'clearHalt'
  | 'nativeControlTransferIn'
  | 'nativeControlTransferOut'
  | 'nativeTransferIn'
  | 'nativeTransferOut'
>

/** Milliseconds a control transfer may take. */
export const CONTROL = 2000
