import { beforeEach, describe, expect, it } from 'vitest';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange } from '#scripts/testing/settling-exchange.ts';
import type { CustodyEvent } from '#server/chain/index.ts';
import { EngineState } from '#server/engine/index.ts';
import { CustodyBridge, type RefusedFact } from './custody-bridge.ts';

const OWNER = `0x${'A1'.repeat(20)}` as const;
const AGENT = `0x${'a6'.repeat(20)}` as const;
const FEE_ACCOUNT = `0x${'FE'.repeat(20)}` as const;
const USDT_ON_CHAIN = 0;
const BTC_ON_CHAIN = 3;
const USDT = 0;

let exchange: SettlingExchange;
let bridge: CustodyBridge;
let refused: RefusedFact[];
let told: number[];
let logs: number;
let isDown: boolean;

beforeEach(async () => {
  exchange = await SettlingExchange.begin(new EngineState(), new ScriptedClearingHouse());
  refused = [];
  told = [];
  logs = 0;
  isDown = false;
  const { port, book } = exchange;
  bridge = new CustodyBridge({
    port: {
      read: port.read,
      execute: async (command) => {
        if (isDown) throw new ProtocolError('sequencer/overloaded');
        return await port.execute(command);
      },
    },
    book,
    feeAccount: async () => await Promise.resolve(FEE_ACCOUNT),
    settled: async (event) => await exchange.service.settled(event),
    left: async (account) => await exchange.service.left(account),
    reached: async () => await Promise.resolve(),
    onDeposit: ({ depositId }) => told.push(depositId),
    onNarrowed: () => undefined,
    onRefused: (fact) => refused.push(fact),
  });
});

type Fact<Kind extends CustodyEvent['kind']> = Omit<
  Extract<CustodyEvent, { kind: Kind }>,
  'block' | 'blockHash' | 'logIndex' | 'transaction'
>;

type Place = Pick<CustodyEvent, 'block' | 'blockHash' | 'logIndex' | 'transaction'>;

function at<Kind extends CustodyEvent['kind']>(
  block: number,
  fact: Fact<Kind>,
): Fact<Kind> & Place {
  logs += 1;
  const hash = `0x${'0'.repeat(60)}${block.toString(16).padStart(4, '0')}` as const;
  return { ...fact, block, blockHash: hash, transaction: hash, logIndex: logs };
}

function deposited(depositId: number, quanta: number, account: `0x${string}` = OWNER) {
  const fact = { depositId, account, asset: USDT_ON_CHAIN, quanta };
  return at<'deposited'>(depositId, { kind: 'deposited', ...fact });
}

async function final(...events: CustodyEvent[]): Promise<void> {
  const [{ block, blockHash } = { block: 1, blockHash: '0x' as const }] = events;
  await bridge.final({ number: block, hash: blockHash, timestampMs: 1_000_000 }, events);
}

function owner(): number {
  return exchange.state.accounts.find(OWNER.toLowerCase());
}

async function funded(): Promise<number> {
  await final(deposited(1, 10 ** 12));
  await final(
    at<'deposited'>(2, {
      kind: 'deposited',
      depositId: 2,
      account: OWNER,
      asset: BTC_ON_CHAIN,
      quanta: 10 ** 10,
    }),
  );
  return owner();
}

function approval(account: number) {
  return {
    kind: 'approve-agent',
    account,
    address: AGENT,
    expiry: 4_000_000_000,
    marketsLow: 2,
    marketsHigh: 0,
    maxNotional: 2 ** 53 - 1,
    nonce: 5,
  } as const;
}

describe('deposits', () => {
  it('are pending when seen, and credited to an account of their own when final', async () => {
    const event = deposited(1, 700);
    bridge.seen([event]);
    expect(bridge.pendingDeposits.all()).toEqual([event]);
    expect(owner()).toBe(-1);
    await final(event);
    expect(bridge.pendingDeposits.all()).toEqual([]);
    expect(exchange.state.ledger.available(owner(), USDT)).toBe(700);
    expect(told).toEqual([1, 1]);
  });

  it('are credited once, however often they come', async () => {
    const event = deposited(1, 700);
    await final(event);
    await final(event);
    const other = deposited(2, 5);
    await final(event, other);
    expect(exchange.state.ledger.available(owner(), USDT)).toBe(705);
    expect(exchange.store.deposits.map(({ transaction }) => transaction)).toEqual([
      event.transaction,
      other.transaction,
    ]);
    expect(refused).toEqual([]);
  });

  it('are forgotten when the chain gives up their block', () => {
    bridge.seen([deposited(7, 700)]);
    bridge.undone(7);
    expect(bridge.pendingDeposits.all()).toEqual([]);
    expect(owner()).toBe(-1);
  });

  it('come again when the engine could not take them', async () => {
    isDown = true;
    const event = deposited(1, 700);
    await expect(final(event)).rejects.toThrow();
    isDown = false;
    await final(event);
    expect(exchange.state.ledger.available(owner(), USDT)).toBe(700);
  });

  it('for the fee account are its own', async () => {
    await final(deposited(1, 700, FEE_ACCOUNT));
    expect(exchange.state.ledger.available(0, USDT)).toBe(700);
    expect(exchange.state.accounts.count).toBe(1);
  });

  it('for the address of a trading key are told to somebody, and hold nothing up', async () => {
    const account = await funded();
    await exchange.port.execute({ ...approval(account), signature: null });
    await final(deposited(3, 700, AGENT), deposited(4, 5));
    expect(refused.map(({ reason }) => reason)).toEqual(['account/address-taken']);
    expect(exchange.state.ledger.available(account, USDT)).toBe(10 ** 12 + 5);
  });
});
