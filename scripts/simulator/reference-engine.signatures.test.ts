import { describe, expect, it } from 'vitest';
import { addressOf, authorityOf } from './command-builder.ts';
import { TableExchange } from './table-exchange.ts';

/** Nonces 64 to 127 are account 1’s own, 128 to 191 its agent 1’s, which may place up to 500. */
function signing(): TableExchange {
  const exchange = TableExchange.open();
  const { build } = exchange;
  exchange.run(build.reserveNonces(), build.approveAgent({ maxNotional: 500, expiry: 9 }));
  exchange.run(build.reserveNonces({ agent: 1 }));
  return exchange;
}

const byAgent = { agent: 1, nonce: 128 } as const;

describe('a signed order', () => {
  it.each([
    [{}, '#1 accepted: 5 at 100'],
    [byAgent, '#1 accepted: 5 at 100'],
    [{ agent: 2 }, 'auth/unknown-agent'],
    [{ ...byAgent, epoch: 1 }, 'auth/wrong-epoch'],
    [{ expiry: 1 }, 'auth/signature-expired'],
    [{ nonce: 63 }, 'auth/nonce-not-reserved'],
    [{ nonce: 128 }, 'auth/nonce-not-reserved'],
    [{ nonce: 192 }, 'auth/nonce-not-reserved'],
  ])('by %o: %s', (authority, told) => {
    const exchange = signing();
    const order = { quantity: 5, authority: authorityOf(authority) };
    expect(exchange.run(exchange.build.place(order))).toEqual([told]);
  });

  it('uses its nonce up when it is accepted, not when it is refused', () => {
    const exchange = signing();
    const { build } = exchange;
    const order = { quantity: 5, authority: authorityOf() };
    expect(exchange.run(build.place({ ...order, quantity: 20_000 }))).toEqual([
      'risk/insufficient-funds',
    ]);
    expect(exchange.run(build.place(order))[0]).toMatch(/accepted/);
    expect(exchange.run(build.place(order))).toEqual(['auth/nonce-used']);
  });

  it('ends with its signature', () => {
    const exchange = signing();
    const { build } = exchange;
    exchange.run(build.place({ authority: authorityOf({ expiry: 3 }) }));
    expect(exchange.run(build.tick({ time: 2_999 }))).toEqual([]);
    expect(exchange.run(build.tick({ time: 3_000 }))).toEqual(['#1 expired, 1 left']);
  });

  it('is changed with another signature', () => {
    const exchange = signing();
    const { build } = exchange;
    exchange.run(build.place({ quantity: 5, authority: authorityOf({ expiry: 3 }) }));
    expect(exchange.run(build.modify({ orderId: 1, price: 101 }))).toEqual([
      'auth/signature-required',
    ]);
    expect(exchange.run(build.modify({ orderId: 1, quantity: 4 }))).toEqual([
      '#1 modified: 4 at 100, keeps its place',
    ]);
    const authority = authorityOf({ ...byAgent, expiry: 7 });
    expect(exchange.run(build.modify({ orderId: 1, price: 101, authority }))).toEqual([
      '#1 modified: 4 at 101',
    ]);
    expect(exchange.order(1)).toMatchObject({ signer: 1, expiry: 7_000 });
  });
});

describe('an agent', () => {
  it('places orders up to its limit', () => {
    const exchange = signing();
    const order = { quantity: 5, price: 101, authority: authorityOf(byAgent) };
    expect(exchange.run(exchange.build.place(order))).toEqual(['auth/agent-notional']);
  });

  it('takes its orders along when it is revoked', () => {
    const exchange = signing();
    const { build } = exchange;
    exchange.run(build.place({ authority: authorityOf(byAgent) }), build.place());
    expect(exchange.run(build.revokeAgent())).toEqual([
      'agent 1 of 1 revoked',
      '#1 agent-revoked, 1 left',
    ]);
    expect(exchange.view.identity(1)).toMatchObject({ agents: [], ranges: [{ first: 64 }] });
  });

  it('is one account’s at a time', () => {
    const exchange = signing();
    const { build } = exchange;
    expect(exchange.run(build.approveAgent({ account: 2 }))).toEqual(['auth/agent-taken']);
    expect(exchange.run(build.approveAgent({ account: 2, time: 9_000 }))).toEqual([
      'agent 1 of 2 approved until 4294967295',
    ]);
    expect(exchange.view.identity(1).agents).toEqual([]);
    expect(exchange.run(build.approveAgent({ address: addressOf(2) }))).toEqual([
      'auth/agent-is-account',
    ]);
  });
});

describe('the next epoch', () => {
  it('ends what is open, and counts from then on', () => {
    const exchange = signing();
    const { build } = exchange;
    exchange.run(build.place({ orderId: 7 }), build.place({ orderId: 3 }));
    expect(exchange.run(build.bumpEpoch())).toEqual([
      'epoch 1 of 1',
      '#3 epoch, 1 left',
      '#7 epoch, 1 left',
    ]);
    expect(exchange.run(build.bumpEpoch())).toEqual(['auth/wrong-epoch']);
    expect(exchange.run(build.place({ authority: authorityOf() }))).toEqual(['auth/wrong-epoch']);
  });
});
