import { build } from './browser'

/** Once before all tests that open the demonstration. */
export function setup(): void {
  build('demo/build-server.ts')
  build('demo/build-static.ts')
}
