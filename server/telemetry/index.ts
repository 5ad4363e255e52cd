export { EventCounts } from './event-counts.ts';
export { createLogger, type Logger } from './logger.ts';
export { createMetrics, type Metrics, type MetricsSources } from './metrics.ts';
export { startTracing, traced } from './tracing.ts';
