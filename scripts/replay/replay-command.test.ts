import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replayCommand } from './replay-command.ts';
import { FIRST_SEGMENT, hashAfter, TemporaryJournals } from './temporary-journals.ts';
import { history } from './written-journal.ts';

let journals: TemporaryJournals;

beforeEach(() => {
  journals = new TemporaryJournals();
});

afterEach(() => journals.remove());

describe('the report', () => {
  it('tells all of a small exchange, in decimals and in integers', async () => {
    await journals.write();
    const { output, errors, exitCode } = journals.run('--depth', '2');
    expect([errors, exitCode]).toEqual(['', 0]);
    const { chain } = journals.json().report;
    expect(output.split('\n')).toEqual([
      `Journal     ${journals.folder}`,
      'Network     test-1337',
      'Verified    records 1 to 15: checksums, hash chain and numbers are right',
      'As of       record 15, 2026-01-02 03:04:20.000 UTC',
      `State hash  ${hashAfter(15)}`,
      `Chain hash  ${chain.hash}`,
      'Contains    2 trades, 3 accounts (that of fees included), 5 open orders; every invariant holds',
      '',
      'Custody (in parentheses quanta)',
      '  asset                     amount',
      '  USDT   1,000.000000 (1000000000)',
      '  BTC       1.00000000 (100000000)',
      '',
      'Balances of all accounts that hold something (in parentheses quanta)',
      '  account   asset               available                  locked  address',
      '  0 (fees)  USDT        0.360000 (360000)            0.000000 (0)',
      '            BTC          0.00000240 (240)          0.00000000 (0)',
      `  1         USDT     70.000000 (70000000)  210.000000 (210000000)  0x${'11'.repeat(20)}`,
      '            BTC      0.01199760 (1199760)          0.00000000 (0)',
      `  2         USDT   719.640000 (719640000)            0.000000 (0)  0x${'22'.repeat(20)}`,
      '            BTC     0.98600000 (98600000)     0.00200000 (200000)',
      '',
      'Markets (in parentheses ticks)',
      '  market        state                 last  mark                index             best bid             best ask  waiting for triggers',
      '  BTC-USDT (1)  open   60,000.00 (6000000)     –  60,000.00 (6000000)  60,000.00 (6000000)  60,100.00 (6010000)                     1',
      '',
      'Book of BTC-USDT (1) (in parentheses ticks and lots)',
      '  orders         size                  bid                  ask        size  orders',
      '       2  0.0035 (35)  60,000.00 (6000000)  60,100.00 (6010000)  0.0007 (7)       1',
      '                                            60,105.00 (6010500)  0.0003 (3)       1',
      '',
    ]);
  });

  it('tells of an empty journal that there is nothing in it', async () => {
    await journals.write({ commands: [] });
    const { output, exitCode } = journals.run();
    expect(exitCode).toBe(0);
    expect(output).toContain('Verified    the header; there is no record yet\n');
    expect(output).toContain('As of       the beginning; there is no record yet\n');
    expect(output).toContain('Custody\n  nothing was deposited\n');
    expect(output).toContain('Markets\n  none is listed\n');
  });

  it('tells as JSON what it tells as text, amounts as integers', async () => {
    await journals.write();
    const { report } = journals.json('--depth', '1');
    expect(report).toMatchObject({
      journal: {
        folder: journals.folder,
        network: 'test-1337',
        firstSeq: 1,
        verifiedFrom: 1,
        verifiedTo: 15,
      },
      seq: 15,
      time: Date.UTC(2026, 0, 2, 3, 4, 20),
      stateHash: hashAfter(15),
      chain: { firstSeq: 11, lastSeq: 15 },
      tradeCount: 2,
      accountCount: 3,
      openOrders: 5,
      custody: [
        { asset: 0, symbol: 'USDT', units: 1_000_000_000, text: '1,000.000000' },
        { asset: 1, symbol: 'BTC', units: 100_000_000, text: '1.00000000' },
      ],
      orders: null,
    });
    expect(report.accounts[2]).toEqual({
      account: 2,
      address: `0x${'22'.repeat(20)}`,
      deadline: 0,
      balances: [
        {
          asset: 0,
          symbol: 'USDT',
          available: { units: 719_640_000, text: '719.640000' },
          locked: { units: 0, text: '0.000000' },
        },
        {
          asset: 1,
          symbol: 'BTC',
          available: { units: 98_600_000, text: '0.98600000' },
          locked: { units: 200_000, text: '0.00200000' },
        },
      ],
    });
    expect(report.markets[0].asks).toEqual([
      {
        price: { units: 6_010_000, text: '60,100.00' },
        lots: { units: 7, text: '0.0007' },
        orders: 1,
      },
    ]);
    expect(report).not.toHaveProperty('texts');
  });

  it('tells of an unfinished write at the end, which is no fault', async () => {
    await journals.write();
    const file = join(journals.folder, FIRST_SEGMENT);
    const position = journals.endOffset();
    const bytes = readFileSync(file);
    bytes.fill(0xab, position, position + 24);
    writeFileSync(file, bytes);
    const { output, exitCode } = journals.run();
    expect(exitCode).toBe(0);
    expect(output).toContain(
      `End         24 bytes of an unfinished write in ${FIRST_SEGMENT} at offset ${position}; never acknowledged, cut off when the exchange starts\n`,
    );
  });
});

describe('--until', () => {
  it('shows the exchange after any record, whether or not a block ends there', async () => {
    await journals.write();
    for (const { seq } of history) {
      expect(journals.json('--until', String(seq)).report).toMatchObject({
        seq,
        stateHash: hashAfter(seq),
      });
    }
  });

  it('names the block whose hash it tells', async () => {
    await journals.write();
    const { chain } = journals.json('--until', '7').report;
    expect(chain).toMatchObject({ firstSeq: 5, lastSeq: 10 });
    expect(journals.run('--until', '7').output).toContain(
      `Chain hash  ${chain.hash} (of the block with records 5 to 10)\n`,
    );
    expect(journals.run('--until', '10').output).toContain(`Chain hash  ${chain.hash}\n`);
  });

  it('reads no further, so that damage behind it does not matter', async () => {
    await journals.write();
    journals.damageLastBlock();
    expect(journals.run().exitCode).toBe(1);
    expect(journals.json('--until', '8').report).toMatchObject({ seq: 8, stateHash: hashAfter(8) });
  });

  it('must not lie behind the end', async () => {
    await journals.write();
    expect(journals.run('--until', '16')).toEqual({
      output: '',
      errors:
        `There is no record 16: the journal in ${journals.folder} ends with 15.\n` +
        'Name a record from 1 to 15, or leave the option out.\n(replay/beyond-end)\n',
      exitCode: 2,
    });
  });
});

describe('--account', () => {
  it('shows its balances and where its orders stand', async () => {
    await journals.write();
    const { output } = journals.run('--account', '1');
    const lines = output.split('\n');
    const at = lines.indexOf('Balances (in parentheses quanta)');
    expect(lines.slice(at, at + 9)).toEqual([
      'Balances (in parentheses quanta)',
      '  account  asset             available                  locked  address',
      `  1        USDT   70.000000 (70000000)  210.000000 (210000000)  0x${'11'.repeat(20)}`,
      '           BTC    0.01199760 (1199760)          0.00000000 (0)',
      '',
      'Open orders, ascending by id',
      '  order  client id  market    side  type                     price      visible  hidden       filled  where it stands',
      '    102          –  BTC-USDT  buy   limit GTC  60,000.00 (6000000)  0.0030 (30)       –  0.0020 (20)  first at its price',
      '    105          –  BTC-USDT  buy   limit GTC  60,000.00 (6000000)   0.0005 (5)       –            –  1 order with 0.0030 (30) ahead',
    ]);
  });

  it('tells what an order waits for, and its client id', async () => {
    await journals.write();
    const { output } = journals.run('--account', '2');
    expect(output).toContain('waits for last price at or below 59,000.00 (5900000)\n');
    expect(output).toMatch(/^ {4}106 {10}9 {2}BTC-USDT {2}sell/m);
    const { orders } = journals.json('--account', '2').report;
    expect(
      orders.map(({ orderId, queue }: { orderId: number; queue: unknown }) => [orderId, queue]),
    ).toEqual([
      [104, null],
      [106, { ordersAhead: 0, lotsAhead: 0 }],
      [107, { ordersAhead: 0, lotsAhead: 0 }],
    ]);
  });

  it('shows one that holds nothing, and refuses one that does not exist', async () => {
    await journals.write();
    expect(journals.run('--account', '1', '--until', '2').output).toMatch(/^ {2}1 +– +– +– +0x11/m);
    const { errors, exitCode } = journals.run('--account', '2', '--until', '1');
    expect(exitCode).toBe(2);
    expect(errors).toBe(
      'There is no account 2 as of record 1.\nName one from 0 (fees) to 1.\n(replay/unknown-account)\n',
    );
  });
});

describe('--group', () => {
  it('sums prices over steps', async () => {
    await journals.write();
    expect(journals.run('--group', '1000').output).toContain(
      [
        '  orders         size                  bid                  ask        size  orders',
        '       2  0.0035 (35)  60,000.00 (6000000)  60,100.00 (6010000)  0.0007 (7)       1',
        '                                            60,110.00 (6011000)  0.0003 (3)       1',
      ].join('\n'),
    );
  });
});

describe('--events', () => {
  it('tells what records did', async () => {
    await journals.write();
    const { output } = journals.run('--events', '10..11');
    const lines = output.split('\n');
    const at = lines.indexOf('Records and what they did');
    expect(lines.slice(at + 1, at + 9)).toEqual([
      '  10  2026-01-02 03:04:15.000 UTC  place: account 2, market 1 (BTC-USDT), order id 103, side sell, type limit, time in force GTC, price 60,000.00 (6000000), quantity 0.0120 (120), self trade cancel newest',
      '      → accepted: account 2, market 1 (BTC-USDT), order id 103, side sell, type limit, time in force GTC, price 60,000.00 (6000000), quantity 0.0120 (120)',
      '      → trade: market 1 (BTC-USDT), trade id 1, maker order id 101, taker order id 103, maker account 1, taker account 2, taker side sell, price 60,000.00 (6000000), quantity 0.0100 (100), maker fee 0.00000200 (200), taker fee 0.300000 (300000)',
      '      → done: account 1, market 1 (BTC-USDT), order id 101, reason filled, remaining 0.0000 (0)',
      '      → trade: market 1 (BTC-USDT), trade id 2, maker order id 102, taker order id 103, maker account 1, taker account 2, taker side sell, price 60,000.00 (6000000), quantity 0.0020 (20), maker fee 0.00000040 (40), taker fee 0.060000 (60000)',
      '      → done: account 2, market 1 (BTC-USDT), order id 103, reason filled, remaining 0.0000 (0)',
      '  11  2026-01-02 03:04:16.000 UTC  place: account 2, market 1 (BTC-USDT), order id 104, side sell, type limit, time in force GTC, price 59,000.00 (5900000), quantity 0.0010 (10), self trade cancel newest, trigger falling, trigger by last, trigger price 59,000.00 (5900000)',
      '      → accepted: account 2, market 1 (BTC-USDT), order id 104, side sell, type limit, time in force GTC, price 59,000.00 (5900000), quantity 0.0010 (10), trigger price 59,000.00 (5900000)',
    ]);
  });

  it('shows a single record, also one that did nothing, as JSON too', async () => {
    await journals.write();
    expect(journals.run('--events', '15').output).toContain('UTC  tick\n      → nothing\n');
    const { events } = journals.json('--events', '3').report;
    expect(events).toEqual([
      {
        command: history[2],
        events: [{ kind: 'deposited', account: 1, asset: 0, amount: 1_000_000_000 }],
      },
    ]);
  });

  it('must lie within what is executed', async () => {
    await journals.write();
    expect(journals.run('--events', '14..16').errors).toMatch(/^There is no record 16: /);
    const behind = journals.run('--events', '5..9', '--until', '8');
    expect(behind.exitCode).toBe(2);
    expect(behind.errors).toMatch(/^--events goes on to 9, behind --until 8\./);
  });
});

describe('the command line', () => {
  it('explains itself', () => {
    const { output, exitCode } = replayCommand(['--help']);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^Usage: npm run replay -- <journal folder>/);
  });

  it('refuses what it does not know, as JSON if that was asked for', () => {
    expect(replayCommand(['x', '--untill', '3'])).toEqual({
      output: '',
      errors:
        'There is no option --untill.\nSee npm run replay -- --help.\n(replay/invalid-option)\n',
      exitCode: 2,
    });
    const { output, exitCode } = replayCommand(['--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(output).error.code).toBe('replay/invalid-option');
  });
});
