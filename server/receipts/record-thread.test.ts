import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyReceipt } from '#lib/chain/verify-receipt.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { ReceiptExchange } from '#scripts/testing/receipt-exchange.ts';
import type { Signer, Trader } from '#scripts/testing/signed-exchange.ts';
import { RecordThread } from './record-thread.ts';

let exchange: ReceiptExchange;
let alice: Trader;
let agent: Signer;

beforeEach(async () => {
  exchange = await ReceiptExchange.begin();
  alice = await exchange.exchange.trader();
  agent = await exchange.exchange.agentOf(alice);
});

afterEach(async () => {
  await exchange.close();
});

/** Orders over several segments: the first of them, and the last. */
async function manyOrders(): Promise<{ first: number; last: number }> {
  const ids = await exchange.placeMany(alice, { agent, count: 160 });
  return { first: ids[0] ?? 0, last: ids.at(-1) ?? 0 };
}

async function codeOf(promise: Promise<unknown>): Promise<string | null> {
  try {
    await promise;
    return null;
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

describe('the journal of receipts', () => {
  it('is followed into the archive, and after a restart says the very same', async () => {
    const { first, last } = await manyOrders();
    const before = await exchange.receipt(alice, first);
    await exchange.exchange.archiveBefore(last / 4);
    expect(readdirSync(exchange.archive).length).toBeGreaterThan(1);
    expect(await verifyReceipt(await exchange.receipt(alice, first + 40))).toBeNull();
    await exchange.restart();
    expect(await exchange.receipt(alice, first)).toEqual(before);
    expect(await verifyReceipt(await exchange.receipt(alice, last))).toBeNull();
  });

  it('that is gone is said to be gone, and what is left is still read', async () => {
    const { first, last } = await manyOrders();
    await exchange.exchange.archiveBefore(last / 4);
    rmSync(exchange.archive, { recursive: true });
    expect(await codeOf(exchange.receipt(alice, first))).toBe('receipt/gone');
    expect(exchange.faults).toEqual([]);
    expect(await verifyReceipt(await exchange.receipt(alice, last))).toBeNull();
  });

  it('that is damaged gives no receipt, and the operator is told where', async () => {
    const { first } = await manyOrders();
    const [segment = ''] = readdirSync(exchange.folder).toSorted();
    const path = join(exchange.folder, segment);
    const bytes = readFileSync(path);
    bytes[600] = (bytes[600] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(await codeOf(exchange.receipt(alice, first))).toBe('receipt/unreadable');
    expect(String(exchange.faults)).toContain('is damaged at offset');
    writeFileSync(path, readFileSync(path).fill((bytes[600] ?? 0) ^ 1, 600, 601));
    expect(await codeOf(exchange.receipt(alice, first))).toBeNull();
  });
});

describe('the thread', () => {
  const place = { folder: '/nowhere', archive: '/nowhere', network: 'test-1337' };

  it('that ends is told to whoever waits, and the next question begins another one', async () => {
    const ends =
      "import { parentPort } from 'node:worker_threads';parentPort.on('message',()=>process.exit(3))";
    const thread = new RecordThread(
      place,
      new URL(`data:text/javascript,${encodeURIComponent(ends)}`),
    );
    const both = await Promise.allSettled([thread.find(1), thread.find(2)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(thread.find(3)).rejects.toThrow('the thread exited with code 3');
    await thread.close();
  });

  it('that was closed answers nothing any more', async () => {
    const thread = new RecordThread(place);
    await thread.close();
    await expect(thread.find(1)).rejects.toThrow('not read any more');
  });
});
