import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { startTracing, traced } from './tracing.ts';

type Span = {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceId: string;
  readonly status: { readonly code?: number; readonly message?: string };
};

let collector: Server | null = null;

afterEach(() => {
  collector?.closeAllConnections();
  collector?.close();
  collector = null;
});

/** A collector on this machine that keeps the spans it is sent. */
async function collecting(): Promise<{ endpoint: string; spans: Span[]; paths: string[] }> {
  const spans: Span[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString());
      for (const { scopeSpans } of body.resourceSpans) {
        for (const scope of scopeSpans) spans.push(...scope.spans);
      }
      response.end('{}');
    });
  });
  collector = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  return { endpoint: `http://127.0.0.1:${port}`, spans, paths };
}

describe('tracing', () => {
  it('is off by default, and what is traced runs all the same', async () => {
    const { spans } = await collecting();
    expect(await traced({ name: 'order' }, () => Promise.resolve(7))).toBe(7);
    expect(spans).toEqual([]);
  });

  it('sends spans within spans to a collector, faults included', async () => {
    const { endpoint, spans, paths } = await collecting();
    const { stop } = startTracing({ endpoint, version: '1.2.3', flushMs: 60_000, sendMs: 500 });
    await traced({ name: 'socket message', attributes: { type: 'place_order' } }, async () => {
      await traced({ name: 'verify' }, () => Promise.resolve());
      const refused = Object.assign(new Error('no'), { code: 'order/unknown' });
      await traced({ name: 'execute' }, () => Promise.reject(refused)).catch(() => undefined);
    });
    await stop();
    expect(paths).toEqual(['/v1/traces']);
    const byName = new Map(spans.map((span) => [span.name, span]));
    const outer = byName.get('socket message');
    expect(byName.get('verify')?.parentSpanId).toBe(outer?.spanId);
    expect(byName.get('execute')?.traceId).toBe(outer?.traceId);
    expect(byName.get('execute')?.status).toEqual({ code: 2, message: 'order/unknown' });
  });

  it('gives up quietly when nobody collects', async () => {
    const { endpoint } = await collecting();
    collector?.closeAllConnections();
    collector?.close();
    const { stop } = startTracing({ endpoint, version: '1', flushMs: 60_000, sendMs: 500 });
    await traced({ name: 'order' }, () => Promise.resolve());
    await stop();
    // Tracing is off again: this would throw if the provider were still asked.
    expect(await traced({ name: 'after' }, () => Promise.resolve(1))).toBe(1);
  }, 30_000);
});
