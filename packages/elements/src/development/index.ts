export type { PageFinding, PageRule, Tracker, TrackerKind } from './findings'
export { inspectPage, type InspectedPage } from './inspect-page'
export { watchPage } from './watch-page'
export { explainPageFinding } from './words'
