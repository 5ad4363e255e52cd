import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getAddress } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '#lib/domain/receipt.ts';
import { encodeReceipt } from '#lib/protocol/rest/receipt.ts';
import { ReceiptExchange } from '#scripts/testing/receipt-exchange.ts';
import {
  principalOf,
  requestWith,
  type Signer,
  type Trader,
} from '#scripts/testing/signed-exchange.ts';
import { openSegmentLog, RecordBatch } from '#server/journal/index.ts';
import { receiptCommand } from './receipt-command.ts';

let exchange: ReceiptExchange;
let alice: Trader;
let agent: Signer;
let receipt: Receipt;
let file: string;

beforeAll(async () => {
  exchange = await ReceiptExchange.begin();
  alice = await exchange.exchange.trader();
  agent = await exchange.exchange.agentOf(alice);
  const { orderId } = await exchange.place({ trader: alice, agent }, requestWith());
  receipt = await exchange.receipt(alice, orderId);
});

beforeEach(() => {
  file = written(receipt);
});

afterAll(async () => {
  await exchange.close();
});

function written(changed: Receipt): string {
  const path = join(exchange.root, 'receipt.json');
  writeFileSync(path, JSON.stringify(encodeReceipt(changed)));
  return path;
}

async function answer(...argv: readonly string[]) {
  const { output, exitCode } = await receiptCommand([file, exchange.folder, '--json', ...argv]);
  return { exitCode, report: JSON.parse(output) };
}

describe('npm run replay -- receipt', () => {
  it('says who signed what, and that the journal holds it', async () => {
    const { output, errors, exitCode } = await receiptCommand([file, exchange.folder]);
    expect([errors, exitCode]).toEqual(['', 0]);
    expect(output.split('\n')).toEqual([
      `Receipt    ${file}`,
      `Journal    ${exchange.folder}, of test-1337`,
      `Order      ${receipt.orderId} of ${alice.address}, placed by command ${receipt.seq}`,
      `Signed by  ${getAddress(agent.address)}, trading key 1 of the account`,
      `Operator   ${exchange.operator.address}`,
      '',
      'The journal holds this order as the receipt says.',
      '',
    ]);
  });

  it('takes a market order whose price only its signature knows', async () => {
    const request = requestWith({ type: 'market', timeInForce: 'IOC', priceTicks: 0 });
    const { orderId } = await exchange.place({ trader: alice, agent }, request);
    file = written(await exchange.receipt(alice, orderId));
    expect(await answer()).toMatchObject({ exitCode: 0, report: { differences: [] } });
  });

  it('takes a change of an order, which its journal holds beside what was placed', async () => {
    const { orderId } = await exchange.place({ trader: alice, agent }, requestWith());
    const changed = await exchange.exchange.entry.modify(
      principalOf(alice, { kind: 'api-key', agent }),
      { order: { orderId }, priceTicks: 6_610_000, quantityLots: 0, triggerTicks: 0, signed: null },
    );
    const newest = await exchange.version(alice, { orderId, seq: changed.seq });
    file = written(newest);
    expect(await answer()).toMatchObject({ exitCode: 0, report: { differences: [] } });
    file = written({ ...newest, orderId: receipt.orderId });
    expect(await answer()).toMatchObject({
      exitCode: 1,
      report: {
        differences: [`Record ${changed.seq} changes no signed order ${receipt.orderId}.`],
      },
    });
  });

  it('finds an order that was changed in the receipt', async () => {
    file = written({ ...receipt, order: { ...receipt.order, price: 1 } });
    expect(await answer()).toMatchObject({
      exitCode: 1,
      report: {
        differences: [
          'The order in the receipt does not have the hash that it states.',
          'In the journal price is 6600000, not 1.',
        ],
      },
    });
  });

  it('finds a receipt of another operator', async () => {
    const { exitCode, report } = await answer('--operator', alice.address);
    expect(exitCode).toBe(1);
    expect(report.differences).toEqual([
      `The receipt names ${exchange.operator.address} as operator, not ${alice.address}.`,
    ]);
    expect((await answer('--operator', exchange.operator.address)).exitCode).toBe(0);
  });

  it('finds a journal that was written anew, with the order or without it', async () => {
    const folder = join(exchange.root, 'rewritten');
    const { log } = await openSegmentLog({ folder, network: 'test-1337', segmentBytes: 65_536 });
    const batch = new RecordBatch();
    for (let seq = 1; seq <= receipt.seq; seq += 1) batch.append({ kind: 'tick', seq, time: seq });
    log.append(batch, 0);
    await log.flush();
    await log.close();
    const { output, exitCode } = await receiptCommand([file, folder, '--json']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(output).differences).toEqual([
      'The log before it has another chain hash.',
      'The block that holds it has another hash.',
      `The block that holds it has records 1 to ${receipt.seq}.`,
      `Record ${receipt.seq} places no signed order ${receipt.orderId}.`,
    ]);
  });

  it('finds a journal that ends before the order', async () => {
    const folder = join(exchange.root, 'short');
    const { log } = await openSegmentLog({ folder, network: 'test-1337', segmentBytes: 65_536 });
    const batch = new RecordBatch();
    batch.append({ kind: 'tick', seq: 1, time: 1 });
    log.append(batch, 0);
    await log.flush();
    await log.close();
    const { output, exitCode } = await receiptCommand([file, folder]);
    expect(exitCode).toBe(1);
    expect(output).toContain('The journal ends with record 1, before the command that placed it.');
  });

  it('asks for the archive where the journal does not reach back so far', async () => {
    const ids = await exchange.placeMany(alice, { agent, count: 160 });
    await exchange.exchange.archiveBefore((ids.at(-1) ?? 0) / 4);
    expect(readdirSync(exchange.archive).length).toBeGreaterThan(0);
    const { report, exitCode } = await answer();
    expect([report.error.code, exitCode]).toEqual(['replay/incomplete', 2]);
    expect(report.error.fix).toContain(`--archive ${exchange.archive}`);
    expect((await answer('--archive', exchange.archive)).exitCode).toBe(0);
  });

  it.each([
    [[], 'name a file, then a folder'],
    [['a', 'b', 'c'], 'name a file, then a folder'],
    [['a', 'b', '--operator', 'me'], '--operator takes 0x'],
    [['a', 'b', '--unheard-of'], 'unheard-of'],
    [['/no/such/file', '/tmp'], 'A file cannot be read'],
  ])('refuses %j', async (argv, words) => {
    const { errors, exitCode } = await receiptCommand(argv);
    expect(errors).toContain(words);
    expect(exitCode).toBeGreaterThan(0);
  });

  it('refuses what is no receipt, naming what is wrong', async () => {
    writeFileSync(file, '{"seq": 1}');
    expect((await receiptCommand([file, exchange.folder])).errors).toContain('order_id');
    writeFileSync(file, 'not JSON');
    expect(await answer()).toMatchObject({ report: { error: { code: 'replay/not-a-receipt' } } });
  });

  it('tells how it is used', async () => {
    expect(await receiptCommand(['--help'])).toMatchObject({ exitCode: 0, errors: '' });
  });
});
