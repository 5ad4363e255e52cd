import fc from 'fast-check';
import { type Authority, type Command, freezeReasons, type Leg } from '#server/engine/index.ts';

const u16 = fc.nat({ max: 0xffff });
const u32 = fc.oneof(fc.nat({ max: 1_000 }), fc.nat({ max: 0xffffffff }));
const u53 = fc.oneof(fc.nat({ max: 1_000 }), fc.maxSafeNat());
const flag = fc.boolean();
const side = fc.constantFrom(0 as const, 1 as const);
const type = side;
const priceSource = fc.constantFrom(0 as const, 1 as const, 2 as const);
const selfTrade = fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 4 as const);

const u48 = fc.oneof(
  fc.nat({ max: 1_000 }),
  fc.maxSafeNat().map((value) => value % 2 ** 48),
);
const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`);

const hash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`);

/** None, the usual one of 64 bytes, or another length up to the longest. */
const signature = fc.oneof(
  fc.constant(null),
  fc.uint8Array({ minLength: 64, maxLength: 64 }),
  fc.uint8Array({ maxLength: 1_024 }),
);

const authority: fc.Arbitrary<Authority | null> = fc.option(
  fc.record({ agent: u32, nonce: u48, epoch: u16, expiry: u32, maxFeePpm: u32 }),
);

const leg: fc.Arbitrary<Leg> = fc.record({
  orderId: u53,
  clientOrderId: u53,
  type,
  price: u32,
  triggerPrice: u32,
  triggerBy: priceSource,
  authority,
  signature,
});

const stamp = { seq: u53, time: u53 };
const order = { account: u32, orderId: u53, clientOrderId: u53 };

const place = fc.record({
  kind: fc.constant('place' as const),
  ...stamp,
  ...order,
  market: u16,
  side,
  type,
  timeInForce: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
  price: u32,
  quantity: u32,
  displayQuantity: u32,
  postOnly: priceSource,
  reduceOnly: flag,
  selfTrade,
  trigger: priceSource,
  triggerBy: priceSource,
  triggerPrice: u32,
  expiry: u53,
  takeProfit: fc.option(leg),
  stopLoss: fc.option(leg),
  authority,
  signature,
});

const listMarket = fc.record({
  kind: fc.constant('list-market' as const),
  ...stamp,
  market: u32,
  baseAsset: u16,
  quoteAsset: u16,
  unitsPerLot: u53,
  k: u53,
  makerFeePpm: u32,
  takerFeePpm: u32,
  bandPpm: u32,
  minNotional: u53,
  maxQuantity: u32,
  maxOpenOrders: u32,
  allowSelfTrade: flag,
});

const pair = fc.record({
  kind: fc.constant('place-oco' as const),
  ...stamp,
  account: u32,
  market: u32,
  side,
  quantity: u32,
  selfTrade,
  expiry: u53,
  limitLeg: leg,
  stopLeg: leg,
});

const orderCommands = [
  place,
  pair,
  fc.record({ kind: fc.constant('cancel' as const), ...stamp, ...order }),
  fc.record({
    kind: fc.constant('modify' as const),
    ...stamp,
    ...order,
    price: u32,
    quantity: u32,
    triggerPrice: u32,
    authority,
    signature,
  }),
  fc.record({ kind: fc.constant('cancel-all' as const), ...stamp, account: u32, market: u32 }),
];

const otherCommands = [
  listMarket,
  fc.record({
    kind: fc.constant('set-market-state' as const),
    ...stamp,
    market: u32,
    state: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const, 4 as const, 5 as const),
  }),
  fc.record({
    kind: fc.constant('set-price' as const),
    ...stamp,
    market: u16,
    source: fc.constantFrom(1 as const, 2 as const),
    price: u32,
  }),
  fc.record({ kind: fc.constant('tick' as const), ...stamp }),
  fc.record({ kind: fc.constant('arm-dead-man' as const), ...stamp, account: u32, deadline: u53 }),
  fc.record({
    kind: fc.constant('deposit' as const),
    ...stamp,
    account: u32,
    asset: u16,
    amount: u53,
    source: u16,
    sourceSeq: u53,
  }),
  fc.record({
    kind: fc.constant('withdraw' as const),
    ...stamp,
    account: u32,
    asset: u16,
    amount: u53,
    source: u16,
    sourceSeq: u53,
  }),
  fc.record({
    kind: fc.constant('open-account' as const),
    ...stamp,
    account: u32,
    address,
  }),
  fc.record({
    kind: fc.constant('approve-agent' as const),
    ...stamp,
    account: u32,
    address,
    expiry: u32,
    marketsLow: u32,
    marketsHigh: u32,
    maxNotional: u53,
    nonce: u48,
    signature,
  }),
  fc.record({ kind: fc.constant('revoke-agent' as const), ...stamp, account: u32, address }),
  fc.record({
    kind: fc.constant('bump-epoch' as const),
    ...stamp,
    account: u32,
    epoch: u16,
    signature,
  }),
  fc.record({ kind: fc.constant('reserve-nonces' as const), ...stamp, account: u32, agent: u32 }),
];

const custodyCommands = [
  fc.record({
    kind: fc.constant('request-withdrawal' as const),
    ...stamp,
    account: u32,
    asset: u32,
    amount: u53,
    native: flag,
    to: address,
    nonce: u48,
    epoch: u16,
    expiry: u32,
    signature,
  }),
  fc.record({
    kind: fc.constant('finish-withdrawal' as const),
    ...stamp,
    account: u32,
    nonce: u48,
    paid: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('freeze-account' as const),
    ...stamp,
    account: u32,
    reason: fc.constantFrom(...freezeReasons),
    frozen: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('submit-batch' as const),
    ...stamp,
    batch: u53,
    through: u53,
    digest: hash,
  }),
  fc.record({
    kind: fc.constant('settle-batch' as const),
    ...stamp,
    batch: u53,
    through: u53,
    transaction: hash,
    block: u53,
    takenOver: fc.array(u53, { maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('quarantine-trade' as const), ...stamp, tradeId: u53 }),
  fc.record({
    kind: fc.constant('reassign-trade' as const),
    ...stamp,
    tradeId: u53,
    from: u32,
    to: u32,
    paidAsset: u16,
    paid: u53,
    receivedAsset: u16,
    received: u53,
  }),
  fc.record({
    kind: fc.constant('annul-trades' as const),
    ...stamp,
    trades: fc.array(
      fc.record({
        tradeId: u53,
        buyer: u32,
        seller: u32,
        baseAsset: u16,
        quoteAsset: u16,
        base: u53,
        quote: u53,
        buyerFee: u53,
        sellerFee: u53,
      }),
      { maxLength: 4 },
    ),
  }),
];

const keyLimits = {
  address,
  expiry: u32,
  marketsLow: u32,
  marketsHigh: u32,
  maxNotional: u53,
  nonce: u48,
};

const noteCommands = [
  fc.record({
    kind: fc.constant('note-cancel' as const),
    ...stamp,
    owner: address,
    nonce: u48,
  }),
  fc.record({
    kind: fc.constant('note-approval' as const),
    ...stamp,
    owner: address,
    ...keyLimits,
  }),
  fc.record({
    kind: fc.constant('note-revocation' as const),
    ...stamp,
    owner: address,
    address,
    nonce: u48,
  }),
  fc.record({ kind: fc.constant('note-epoch' as const), ...stamp, owner: address, epoch: u16 }),
  fc.record({
    kind: fc.constant('confirm-approval' as const),
    ...stamp,
    account: u32,
    ...keyLimits,
  }),
];

/** Commands of every kind with every value that a record can hold, sensible or not. */
export const arbitraryCommand: fc.Arbitrary<Command> = fc.oneof(
  ...orderCommands,
  ...otherCommands,
  ...custodyCommands,
  ...noteCommands,
);
