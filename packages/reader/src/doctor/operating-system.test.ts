import { expect, test } from 'vitest'
import { operatingSystemOf } from './operating-system'

test.each([
  [{ userAgentData: { platform: 'Windows' } }, 'windows'],
  [{ userAgentData: { platform: 'macOS' } }, 'macos'],
  [{ userAgentData: { platform: 'Linux' } }, 'linux'],
  [{ userAgentData: { platform: 'Android' } }, 'android'],
  [{ userAgentData: { platform: 'Chrome OS' } }, 'chromeos'],
  [{ userAgentData: { platform: 'Chromium OS' } }, 'chromeos'],
  [{ userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140' }, 'windows'],
  [{ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/140' }, 'macos'],
  [{ userAgent: 'Mozilla/5.0 (Linux; Android 10; K) Chrome/140 Mobile' }, 'android'],
  [{ userAgent: 'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/140' }, 'chromeos'],
  [{ userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140' }, 'linux'],
  [{ userAgentData: { platform: '' }, userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' }, 'linux'],
  [{ userAgent: 'something new' }, 'other'],
  [{}, 'other'],
])('%j is %s', (hints, system) => {
  expect(operatingSystemOf(hints)).toBe(system)
})
