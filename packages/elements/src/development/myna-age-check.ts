// What a bundler takes in development in the place of the element alone (exports condition
// `development`): the element, and a look at the page it is on.
import { watchPage } from './watch-page'

export * from '../myna-age-check/define'

watchPage()
