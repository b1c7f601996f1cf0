export { redisOnceStore, type SendRedis } from './stores/redis-once-store'
