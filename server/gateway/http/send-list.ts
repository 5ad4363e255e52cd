import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CsvRow, csvOf } from './csv.ts';

/**
 * Sends a list as CSV to whoever prefers that (`Accept: text/csv`), else the whole body as JSON. The
 * next page's cursor, which CSV has no place for, is in the header `X-Next-Cursor`.
 */
export async function sendList<Body extends object>(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  {
    body,
    rows,
    columns,
    nextCursor,
  }: {
    body: Body;
    rows: readonly CsvRow[];
    columns: readonly string[];
    nextCursor: string | null;
  },
): Promise<FastifyReply> {
  reply.header('vary', 'Origin, Accept');
  if (!prefersCsv(request.headers.accept)) return await reply.send(body);
  if (nextCursor !== null) reply.header('x-next-cursor', nextCursor);
  return await reply
    .header('content-type', 'text/csv; charset=utf-8')
    .serializer((text: unknown) => String(text))
    .send(csvOf(rows, columns));
}

function prefersCsv(accept: string | undefined): boolean {
  const types = (accept ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase());
  const csv = types.indexOf('text/csv');
  const json = types.indexOf('application/json');
  return csv !== -1 && (json === -1 || csv < json);
}
