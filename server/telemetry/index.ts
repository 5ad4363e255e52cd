export { createLogger, type Logger } from './logger.ts';
export { createMetrics, type Metrics, type MetricsSources } from './metrics.ts';
