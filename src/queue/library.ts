// The libraries of queues: a built file of their own, read only where a queue is used.
export { Queue, UnrecoverableError, WaitingError, Worker, type Job } from 'bullmq';
export { Redis, type ChainableCommander, type RedisOptions } from 'ioredis';
