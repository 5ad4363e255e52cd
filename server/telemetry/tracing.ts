import { type Attributes, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const SCOPE = 'lux-exchange';

export type TracingOptions = {
  /** Address of an OTLP collector (HTTP), without `/v1/traces`. */
  readonly endpoint: string;
  readonly version: string;
  /** Longest time that a finished span waits to be sent. */
  readonly flushMs: number;
  /** Longest time that sending may take, attempts after the first included. */
  readonly sendMs: number;
};

/** Sends spans to a collector until it is stopped; before this is called there are none. */
export function startTracing({ endpoint, version, flushMs, sendMs }: TracingOptions): {
  stop(): Promise<void>;
} {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'lux-exchange-sidecar',
      'service.version': version,
    }),
    spanProcessors: [
      new BatchSpanProcessor(
        new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: sendMs }),
        {
          scheduledDelayMillis: flushMs,
        },
      ),
    ],
  });
  provider.register();
  isTracing = true;
  return {
    async stop() {
      // What a collector that is gone did not get is lost: nothing depends on it.
      await provider.shutdown().catch(() => undefined);
      trace.disable();
      isTracing = false;
    },
  };
}

/** Whether anybody is sent spans: without, each would be made to be thrown away. */
let isTracing = false;

/**
 * Does something within a span, which is a part of the span that it is called in. What it throws marks
 * the span, and is thrown on.
 */
export function traced<Result>(
  span: { readonly name: string; readonly attributes?: Attributes },
  run: () => Promise<Result>,
): Promise<Result> {
  return isTracing ? spanned(span, run) : run();
}

async function spanned<Result>(
  { name, attributes = {} }: { readonly name: string; readonly attributes?: Attributes },
  run: () => Promise<Result>,
): Promise<Result> {
  return await trace.getTracer(SCOPE).startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await run();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
      span.setStatus({ code: SpanStatusCode.ERROR, message: code });
      throw error;
    } finally {
      span.end();
    }
  });
}
