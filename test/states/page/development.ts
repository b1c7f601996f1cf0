// What a page is told while it is being made. A script of its own: it has to work where a page is so
// wrong (no https) that nothing else does.
const development = () => import('@myna/elements/development')
Object.assign(globalThis, { development })
