export { nodeHandler, type NodeRequest, type NodeResponse } from './node-http'
